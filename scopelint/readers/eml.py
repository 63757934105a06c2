"""Mail: the subject, the body without what it quotes, and attachments of readable kinds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from scopelint import readers, signatures
from scopelint.document import Block, Document, Piece
from scopelint.errors import DocumentError, ScopelintError
from scopelint.layout import Layout, lay_out

if TYPE_CHECKING:
    from email.message import EmailMessage

_QUOTED = re.compile(
    r"^(?:On .{5,200} wrote:|-{2,} ?(?:Original Message|Forwarded message) ?-{2,}|_{20,}|From: .+\nSent: )\s*$",
    re.MULTILINE | re.IGNORECASE,
)
_SIGNATURE = "Mail signature:"
"""What heads a signature, for the rules about titles."""
_ANSWERED = (
    "//blockquote[@type='cite']"
    " | //*[contains(concat(' ', @class, ' '), ' gmail_quote ')]"
    " | //*[contains(concat(' ', @class, ' '), ' moz-cite-prefix ')]"
    " | //*[contains(concat(' ', @class, ' '), ' yahoo_quoted ')]"
    " | //*[@id='divRplyFwdMsg' or @id='appendonsend']"
    " | //*[@id='divRplyFwdMsg' or @id='appendonsend']/following-sibling::*"
)
"""Where the mail programs put the mail that is answered: Apple Mail, Gmail, Thunderbird, Yahoo, Outlook."""
_SIGNATURES = (
    "//*[contains(concat(' ', @class, ' '), ' gmail_signature ')]"
    " | //*[contains(concat(' ', @class, ' '), ' moz-signature ')]"
    " | //*[@id='Signature' or @id='ms-outlook-mobile-signature']"
)
_DEPTH = 20


def read(path: str, data: bytes) -> Document:
    """Return the document in a mail; quoted replies are left out, a signature has its own place.

    Raises:
        DocumentError: the file is no mail, or holds no text.
    """
    from email import policy
    from email.errors import MessageError
    from email.parser import BytesParser

    try:
        message = BytesParser(policy=policy.default).parsebytes(data)
        parts = list(_parts(path, message, 0))
    except (MessageError, LookupError, ValueError, RecursionError, AttributeError) as error:
        raise DocumentError(path, "this mail is damaged; save it again from the mail program") from error
    if not message.keys() or not parts:
        raise DocumentError(path, "there is no text to check in this mail")
    return _joined(path, parts)


def _parts(path: str, message: EmailMessage, depth: int) -> Iterator[tuple[str, Document]]:
    """Yield the subject, the body and the attachments, each as a document with its place."""
    if depth > _DEPTH:
        raise DocumentError(path, "this mail holds mails within mails; open it and save the one you mean")
    subject = str(message["subject"] or "").strip()
    if subject:
        yield "subject", _lines(path, f"Subject: {subject}")
    body = message.get_body(("plain", "html"))
    if body is not None:
        content = str(body.get_content())
        if body.get_content_subtype() == "html":
            for place, page in _own_page(content):
                document = readers.read_bytes("mail.html", page.encode())
                yield from _signed(document) if not place else [(place, _signature(document.text))]
        elif own := _own_words(content):
            yield from _signed(_lines(path, own))
    for attached in message.iter_attachments():
        name = attached.get_filename() or ""
        if attached.get_content_type() == "message/rfc822":
            inner = attached.get_content()
            if isinstance(inner, type(message)):
                yield from (
                    (f"attached mail, {place}".rstrip(", "), d) for place, d in _parts(path, inner, depth + 1)
                )
        elif name and readers.readable(name):
            payload = attached.get_payload(decode=True)
            try:
                document = readers.read_bytes(name, payload if isinstance(payload, bytes) else b"")
            except ScopelintError as error:
                raise DocumentError(path, f"attachment {error}") from error
            yield f"attachment {name}", document


def _own_words(text: str) -> str:
    """Return a body without the mail that it answers."""
    text = text.replace("\r\n", "\n")
    quoted = _QUOTED.search(text)
    text = text[: quoted.start()] if quoted else text
    return "\n".join(line for line in text.split("\n") if not line.startswith(">")).strip()


def _own_page(page: str) -> Iterator[tuple[str, str]]:
    """Yield the body of an HTML mail without the mail that it answers, then its signature."""
    from lxml import etree
    from lxml import html as pages

    try:
        tree: Any = pages.document_fromstring(page)
    except (etree.ParserError, ValueError):
        return
    for answered in tree.xpath(_ANSWERED):
        _drop(answered)
    signatures = tree.xpath(_SIGNATURES)
    for element in signatures:
        _drop(element)
    if tree.text_content().strip():
        yield "", str(pages.tostring(tree, encoding="unicode"))
    for element in signatures:
        if element.text_content().strip():
            yield (
                "signature",
                str(pages.tostring(element, encoding="unicode", with_tail=False)),
            )


def _signed(document: Document) -> Iterator[tuple[str, Document]]:
    """Yield a body, then its signature where it has one that nothing marks but its lines."""
    end, start, notice = signatures.find(document.text)
    if start == len(document.text):
        yield "", document
        return
    blocks = tuple(replace(b, end=min(b.end, end)) for b in document.blocks if b.start < end)
    yield "", replace(document, text=document.text[:end], blocks=blocks)
    yield "signature", _signature(document.text[start:notice])
    if document.text[notice:].strip():
        yield "", _lines(document.path, document.text[notice:])


def _signature(text: str) -> Document:
    """Return a signature line by line, without the ways to reach the person, under a heading for the rules."""
    lines = _lines("", "\n\n".join([_SIGNATURE, *signatures.said(text)]))
    return replace(lines, blocks=(lines.blocks[0], *(replace(block, intro=0) for block in lines.blocks[1:])))


def _drop(element: Any) -> None:
    """Take an element out of its page, where it still is in one."""
    if element.getparent() is not None:
        element.drop_tree()


def _lines(path: str, text: str) -> Document:
    layout = Layout(text)
    lay_out(layout, 0, len(text))
    return Document(path, "text", text, tuple(layout.blocks), (), text)


def _joined(path: str, parts: list[tuple[str, Document]]) -> Document:
    """Return several documents as one; blocks know what governs them by shifted numbers."""
    texts: list[str] = []
    blocks: list[Block] = []
    unread: list[str] = []
    pages: list[int] = []
    size = 0
    for place, document in parts:
        first = len(blocks)
        blocks += [_moved(block, size, first, place) for block in document.blocks]
        pages += [start + size for start in document.pages]
        unread += [f"{place}, {page}" if place else page for page in document.unread]
        texts += [document.text, "\n"]
        size += len(document.text) + 1
    text = "".join(texts)
    pieces = (Piece(0, 0, len(text)),)
    return Document(path, "eml", text, tuple(blocks), pieces, text, unread=tuple(unread), pages=tuple(pages))


def _moved(block: Block, size: int, first: int, place: str) -> Block:
    def index(number: int | None) -> int | None:
        return None if number is None else number + first

    where = ", ".join(part for part in (place, block.place) if part)
    return replace(
        block, start=block.start + size, end=block.end + size, heading=index(block.heading),
        intro=index(block.intro), row=index(block.row), column=index(block.column), place=where,
    )  # fmt: skip
