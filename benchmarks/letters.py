"""Letters made on the spot, always the same: most paragraphs ordinary, some full of trigger words."""

from __future__ import annotations

import random
from collections.abc import Iterator

_NAMES = ("Ms. Ortiz", "Mr. Hale", "Mrs. Okafor", "Mr. Lindqvist", "Ms. Park", "Mr. Duarte", "Mrs. Novak")
_DOCTORS = ("Dr. Lee", "Dr. Amin", "Dr. Costa", "Dr. Whitfield", "Dr. Sato", "Dr. Moreau")
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
_PLACES = ("the lake path", "the market", "her daughter's house", "the library", "the choir", "the allotment")
_MOVES = ("sit-to-stands", "step-ups", "carries", "rows", "wall presses", "heel raises", "hip hinges")

_ORDINARY = (
    "We met on {day} for the {nth} time and went through the plan for the coming weeks.",
    "{name} walked to {place} and back, which took {n} minutes, and felt ready to go a little further.",
    "The programme has {few} parts: {move}, {move} and a quiet walk at the end of each session.",
    "She now manages {n} {move} in a row; when we began in the spring it was {few}.",
    "Sleep has been good, the shoes are new, and the stairs at home are no longer a worry.",
    "On {day} the hall was closed, so we used the garden and the low wall beside {place}.",
    "We keep the pace easy enough to talk, and she writes down the distance in a small blue book.",
    "The sessions last {n} minutes and there are always at least two days between them.",
    "Her husband joins on {day} mornings and counts out loud, which makes everyone laugh.",
    "What she enjoys most is the walk to {place}, and she would like to reach the bridge by summer.",
    "Next month we plan to add a second set of {move} and to leave the rest as it is.",
    "Please let me know which of these numbers are useful to you, and how often you would like them.",
    "The room is on the ground floor, with parking behind the building and a bus stop at the door.",
    "Attendance was {n} of {n} booked sessions; one was moved because of the snow.",
    "He carried the shopping from {place} without a stop and was pleased about it all week.",
)  # fmt: skip
_RICH = (
    "I diagnosed {name} with bursitis and treated the shoulder with ultrasound and dry needling.",
    "{name} has a rotator cuff tear, and I told her to stop taking her ibuprofen before our sessions.",
    "Our physical therapy programme will cure his sciatica, and we bill his insurance for it directly.",
    "I do not diagnose or treat anything; {doctor} diagnosed the tear and released her to exercise.",
    "The surgeon repaired the meniscus, the physical therapist discharged him, and we took over.",
    "We mobilised the stiff ankle, taped the knee and cranked on the hamstring until the pain was gone.",
    "Please evaluate and treat {name} for low back pain and send us all of your medical records.",
    "As an exercise specialist I prescribe exercises that heal discs and reverse osteoarthritis.",
    "Blood pressure was 128/82 before and 134/84 after; {doctor} asked us to stay below 150.",
    "My clinical assessment shows a weak gluteus medius, a positive impingement test and early arthritis.",
    "She asked whether we could massage the scar; we said no and wrote to {doctor} about it.",
    "With our rehabilitation protocol the patient will be pain-free in six weeks, guaranteed.",
)  # fmt: skip
_OPENINGS = ("Dear {doctor},", "To {doctor}:", "Dear {doctor} and colleagues,")
_CLOSINGS = (
    "My role is exercise only. I do not diagnose or treat. Your guidance always comes first.",
    "Thank you for your trust and for your time.",
    "If you would like to refer somebody, a short written referral is all that I need.",
)


def _filled(line: str, draw: random.Random) -> str:
    while "{" in line:
        before, _, rest = line.partition("{")
        slot, _, after = rest.partition("}")
        values = {
            "name": _NAMES, "doctor": _DOCTORS, "day": _DAYS, "place": _PLACES, "move": _MOVES,
            "nth": ("second", "third", "fifth", "ninth"), "few": ("three", "four", "five"),
            "n": tuple(str(number) for number in range(6, 45)),
        }[slot]  # fmt: skip
        line = before + draw.choice(values) + after
    return line


def _paragraph(lines: tuple[str, ...], draw: random.Random) -> str:
    return " ".join(_filled(line, draw) for line in draw.sample(lines, draw.choice((3, 4, 5))))


def letter(draw: random.Random, words: int = 300, rich: float = 0.25) -> str:
    """Return one letter of about that many words; `rich` is the share of paragraphs full of trigger words."""
    parts = [f"{draw.choice(_DAYS)}, {draw.randint(1, 28)} May 2026", _filled(draw.choice(_OPENINGS), draw)]
    while sum(len(part.split()) for part in parts) < words - 25:
        parts.append(_paragraph(_RICH if draw.random() < rich else _ORDINARY, draw))
    parts += [draw.choice(_CLOSINGS), "Sincerely,", "Jordan Reyes, Medical Exercise Specialist"]
    return "\n\n".join(parts) + "\n"


def letters(count: int, words: int = 300, rich: float = 0.25, seed: int = 6) -> Iterator[str]:
    """Yield letters, the same for the same seed."""
    draw = random.Random(seed)
    for _ in range(count):
        yield letter(draw, words, rich)
