"""Word files made by hand for what python-docx cannot write: boxes, nested fields, deleted marks, parts of all kinds."""

from __future__ import annotations

import io
import zipfile

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml."
SPACES = (
    " ".join(
        f'xmlns:{name}="http://schemas.{space}"'
        for name, space in (
            ("w", "openxmlformats.org/wordprocessingml/2006/main"),
            ("r", "openxmlformats.org/officeDocument/2006/relationships"),
            ("mc", "openxmlformats.org/markup-compatibility/2006"),
            ("wps", "microsoft.com/office/word/2010/wordprocessingShape"),
            ("wp", "openxmlformats.org/drawingml/2006/wordprocessingDrawing"),
            ("a", "openxmlformats.org/drawingml/2006/main"),
            ("w14", "microsoft.com/office/word/2010/wordml"),
        )
    )
    + ' xmlns:v="urn:schemas-microsoft-com:vml"'
)
BY = 'w:author="Ann" w:date="2026-01-01T00:00:00Z"'


def paragraph(text: str, properties: str = "") -> str:
    return f'<w:p><w:pPr>{properties}</w:pPr><w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def packed(
    body: str, parts: dict[str, tuple[str, str]] | None = None, main: str = "document", section: str = ""
) -> bytes:
    """Return a Word file; each part has a name, what it is to the document, and its XML."""
    parts = parts or {}
    types = {main: "document.main", **{name: kind for name, (kind, _) in parts.items()}}
    overrides = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{KIND}{kind}+xml"/>'
        for name, kind in types.items()
    )
    links = "".join(
        f'<Relationship Id="r{name}" Type="{OFFICE}/{kind}" Target="{name}.xml"/>'
        for name, (kind, _) in parts.items()
    )
    files = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>{overrides}</Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" Type="{OFFICE}/officeDocument" Target="word/{main}.xml"/></Relationships>',
        f"word/_rels/{main}.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">{links}</Relationships>',
        f"word/{main}.xml": f"<w:document {SPACES}><w:body>{body}<w:sectPr>{section}</w:sectPr></w:body></w:document>",
        **{f"word/{name}.xml": content for name, (_, content) in parts.items()},
    }
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>{content}')
    return held.getvalue()


def letter(*middle: str) -> bytes:
    return packed("".join((paragraph("Dear Dr. Lee,"), *middle, paragraph("Sincerely, Jo Park"))))


def level(depth: int, kind: str, shape: str, more: str = "") -> str:
    return f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/>{more}<w:lvlText w:val="{shape}"/></w:lvl>'


LISTS = (
    level(0, "decimal", "%1.") + level(1, "decimal", "%1.%2") + level(2, "lowerLetter", "(%3)"),
    level(0, "upperRoman", "Article %1.", '<w:pStyle w:val="Heading1"/>')
    + level(1, "decimalZero", "Section %1.%2", '<w:pStyle w:val="Heading2"/>'),
    level(0, "bullet", "•"),
    level(0, "ordinal", "%1")
    + level(1, "lowerRoman", "%2.", '<w:lvlRestart w:val="0"/>')
    + level(2, "upperLetter", "%1/%3)"),
)
NUMBERING = (
    f"<w:numbering {SPACES}>"
    + "".join(
        f'<w:abstractNum w:abstractNumId="{at}">{levels}</w:abstractNum>' for at, levels in enumerate(LISTS)
    )
    + "".join(f'<w:num w:numId="{at}"><w:abstractNumId w:val="{at - 1}"/></w:num>' for at in (1, 2, 3, 4))
    + '<w:num w:numId="5"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>'
    + "</w:numbering>"
)
STYLES = f"""<w:styles {SPACES}><w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/><w:pPr><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Heading2"><w:name w:val="heading 2"/><w:basedOn w:val="Heading1"/><w:pPr><w:numPr><w:ilvl w:val="1"/></w:numPr></w:pPr></w:style>
</w:styles>"""
NUMBERED = (
    (1, 0), (1, 1), (1, 1), (1, 2), (1, 2), (1, 1), (1, 2), (5, 0), (5, 0), (5, 1), (1, 0), (3, 0),
    (4, 0), (4, 1), (4, 1), (4, 2), (4, 0), (4, 1), (4, 2),
)  # fmt: skip


def numbering(number: int, depth: int) -> str:
    return f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr>'


def numbers() -> bytes:
    """Return lists that restart, go on, skip and are counted by style, each line with the words it is found by."""
    lines = [
        paragraph(f"We treat back pain, {at}.", numbering(*where)) for at, where in enumerate(NUMBERED)
    ] + [
        paragraph(f"We treat knee pain, {at}.", f'<w:pStyle w:val="Heading{depth}"/>')
        for at, depth in enumerate((1, 2, 2, 1, 2))
    ]
    lines.append(paragraph("We treat all.", f'<w:pStyle w:val="Heading1"/>{numbering(0, 0)}'))
    parts = {"numbering": ("numbering", NUMBERING), "styles": ("styles", STYLES)}
    return packed("".join(lines), parts)


def box(inner: str) -> str:
    """Return a paragraph with a text box as Word writes it: a shape, and a copy for old versions."""
    shape = f"""<w:drawing><wp:anchor distT="0" distB="0" distL="114300" distR="114300" simplePos="0" relativeHeight="251659264" behindDoc="0" locked="0" layoutInCell="1" allowOverlap="1">
<wp:simplePos x="0" y="0"/><wp:positionH relativeFrom="column"><wp:posOffset>300000</wp:posOffset></wp:positionH>
<wp:positionV relativeFrom="paragraph"><wp:posOffset>300000</wp:posOffset></wp:positionV><wp:extent cx="2360930" cy="600000"/>
<wp:wrapTopAndBottom/><wp:docPr id="7" name="Text Box 7"/><a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">
<wps:wsp><wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="2360930" cy="600000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></wps:spPr>
<wps:txbx><w:txbxContent>{inner}</w:txbxContent></wps:txbx><wps:bodyPr/></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing>"""
    old = f'<w:pict><v:shape style="width:180pt;height:50pt"><v:textbox><w:txbxContent>{inner}</w:txbxContent></v:textbox></v:shape></w:pict>'
    both = f'<mc:AlternateContent><mc:Choice Requires="wps">{shape}</mc:Choice><mc:Fallback>{old}</mc:Fallback></mc:AlternateContent>'
    return f'<w:p><w:r><w:t xml:space="preserve">See our patients in the box. </w:t></w:r><w:r>{both}</w:r></w:p>'


def story(tag: str, text: str) -> str:
    return f"<w:{tag} {SPACES}>{paragraph(text)}</w:{tag}>"


def notes(tag: str, *texts: str) -> str:
    marks = "".join(
        f'<w:{tag} w:type="{kind}" w:id="{number}"><w:p><w:r><w:{kind}/></w:r></w:p></w:{tag}>'
        for number, kind in ((-1, "separator"), (0, "continuationSeparator"))
    )
    said = "".join(
        f'<w:{tag} w:id="{number}">{paragraph(text)}</w:{tag}>' for number, text in enumerate(texts, 1)
    )
    return f"<w:{tag}s {SPACES}>{marks}{said}</w:{tag}s>"


def parts() -> bytes:
    """Return a letter with headers for the first, the even and the other pages, a footer and all kinds of notes."""
    body = "".join(
        (
            paragraph("Dear Dr. Lee,"),
            '<w:p><w:r><w:t>Thank you for your call.</w:t></w:r><w:r><w:footnoteReference w:id="1"/></w:r><w:r><w:footnoteReference w:id="2"/></w:r><w:r><w:endnoteReference w:id="1"/></w:r></w:p>',
            paragraph("Sincerely, Jo Park"),
        )
    )
    section = "".join(
        f'<w:headerReference w:type="{page}" r:id="rheader{number}"/>'
        for number, page in enumerate(("default", "first", "even"), 1)
    )
    return packed(
        body,
        {
            "header1": ("header", story("hdr", "Jo Park, physical therapist")),
            "header2": ("header", story("hdr", "Our patients come first")),
            "header3": ("header", story("hdr", "We treat back pain")),
            "footer1": ("footer", story("ftr", "We bill Medicare for sessions.")),
            "footnotes": ("footnotes", notes("footnote", "Plain note.", "We treat knee pain.")),
            "endnotes": ("endnotes", notes("endnote", "We cure sciatica.")),
        },
        section=f'{section}<w:footerReference w:type="default" r:id="rfooter1"/><w:titlePg/>',
    )


def turn(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def does(text: str) -> str:
    return f'<w:r><w:instrText xml:space="preserve">{text}</w:instrText></w:r>'


def shows(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def chosen(kind: str, *entries: str) -> str:
    items = "".join(f'<w:listItem w:displayText="{entry}" w:value="{entry}"/>' for entry in entries)
    return f'<w:p>{shows("Service: ")}<w:sdt><w:sdtPr><w:alias w:val="Service"/><w:{kind}>{items}</w:{kind}></w:sdtPr><w:sdtContent>{shows("Choose an item.")}</w:sdtContent></w:sdt></w:p>'


def strict(data: bytes) -> bytes:
    """Return a Word file as 'Strict Open XML Document', with the names of the ISO standard."""
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(held, "w") as new:
        for name in old.namelist():
            content = old.read(name).replace(
                OFFICE.encode(), b"http://purl.oclc.org/ooxml/officeDocument/relationships"
            )
            usual = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
            new.writestr(name, content.replace(usual, b"http://purl.oclc.org/ooxml/wordprocessingml/main"))
    return held.getvalue()


INNER = f"{turn('begin')}{does(' MERGEFIELD Kind ')}{turn('separate')}{shows('ultrasound')}{turn('end')}"
ODD = {
    "numbers": numbers(),
    "parts": parts(),
    "box": letter(box(paragraph("We treat back pain in our patients."))),
    "field-in-a-field": letter(
        f"<w:p>{shows('Dear ')}{turn('begin')}{does(' IF ')}{INNER}{does(' = 1 &quot;you&quot; &quot;friend&quot; ')}{turn('separate')}{shows('friend')}{turn('end')}{shows(', our patients like it.')}</w:p>"
    ),
    "field-left-open": letter(
        f"<w:p>{turn('begin')}{does(' PAGE ')}</w:p>", paragraph("We treat back pain.")
    ),
    "deleted-mark": letter(
        paragraph("We do not ", f'<w:rPr><w:del w:id="901" {BY}/></w:rPr>'),
        paragraph("treat back pain. Our patients agree."),
    ),
    "deleted-row": letter(
        f'<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w="4000"/></w:tblGrid><w:tr><w:trPr><w:del w:id="904" {BY}/></w:trPr><w:tc><w:p><w:del w:id="905" {BY}><w:r><w:delText>We treat knees.</w:delText></w:r></w:del></w:p></w:tc></w:tr><w:tr><w:tc>{paragraph("Our patients stay.")}</w:tc></w:tr></w:tbl>'
    ),
    "moved": letter(
        f'<w:p><w:moveFrom w:id="911" {BY}><w:r><w:t>We treat necks.</w:t></w:r></w:moveFrom></w:p><w:p><w:moveTo w:id="913" {BY}><w:r><w:t>We treat necks.</w:t></w:r></w:moveTo></w:p>'
    ),
    "custom-xml": letter(
        f'<w:customXml w:uri="u" w:element="e">{paragraph("We treat hip pain.")}</w:customXml>'
    ),
    "drop-downs": letter(
        chosen("comboBox", "Ultrasound", "Strength"), chosen("dropDownList", "Dry needling")
    ),
    "tick-box": letter(
        f'<w:p><w:sdt><w:sdtPr><w14:checkbox><w14:checked w14:val="0"/></w14:checkbox></w:sdtPr><w:sdtContent>{shows("☐")}</w:sdtContent></w:sdt>{shows(" E-stim")}</w:p>'
    ),
    "letterhead": packed(
        paragraph("Dr. Amy Lee") + paragraph("Dear Dr. Lee,") + paragraph("Thank you for your call."),
        {"header1": ("header", story("hdr", "Physical therapy for athletes"))},
        section='<w:headerReference w:type="default" r:id="rheader1"/>',
    ),
    "online": packed(paragraph("Dear Dr. Lee,") + paragraph("We treat back pain."), main="document2"),
}
"""Files of every rare kind, by name."""
