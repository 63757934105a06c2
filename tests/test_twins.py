"""Twins: sentences that differ by the words that say whose act it is, one flagged and one silent."""

from __future__ import annotations

import pytest

from scopelint.engine import Linter

TWINS = [
    ("Mr. Ibarra was treated by his physio, and then by us.", "Mr. Ibarra was treated by his physio, and then he rowed with us."),
    ("I discharged Mr. Lemaire from therapy on the 30th.", "You discharged Mr. Lemaire from therapy on the 30th."),
    ("We saw 31 patients treated in our facility.", "We saw 31 members treated at Mercy Hospital."),
    ("Every new member gets a free massage of the legs.", "Her daughter gives her a massage of the legs."),
    ("Stoked to treat runners' knees.", "Her surgeon is stoked to treat runners' knees."),
    ("Should the plan say no, relax: she can have rehabilitation with us.", "Before us: she had rehabilitation at Mercy."),
    ("He says the arm tingles, for me this is carpal tunnel.", "He says the arm tingles and this is carpal tunnel."),
    (
        "Findings are consistent with gluteal tendinopathy rather than the bursitis listed in her chart.",
        "Findings are consistent with the gluteal tendinopathy listed in her chart.",
    ),
    ("Eileen swears our class cured her.", "Eileen swears our class cured her, and I keep telling her no, it was her surgeon."),
    ('Staff: "Sure, we give a massage to everyone."', 'Caller: "Can you give my back a massage?"'),
    ("We massage the calves at the end.", "We massage nothing and nobody here."),
    ("It would be false modesty to say we don't cure back pain.", "It would be false advertising to say we cure back pain."),
    ("There's hardly a shoulder we don't rehabilitate.", "There's no shoulder that we rehabilitate."),
    ("Taping is given to people by our coaches.", "Any coach caught taping a knee goes home for the day."),
    ("Need a massage for sore knees? Call the studio.", "Can you massage my sore knees? Call your therapist."),
    ("Need dry needling? Ask your trainer.", "Need dry needling? Ask the one who prescribed it."),
    ("Nobody at our studio in Victoria, BC gives up. We give ultrasound.", "Nobody at our studio in Victoria, BC gives ultrasound."),
]  # fmt: skip


@pytest.mark.parametrize(("flagged", "silent"), TWINS, ids=[flagged[:30] for flagged, _ in TWINS])
def test_of_two_twins_one_is_flagged(flagged: str, silent: str, linter: Linter) -> None:
    assert linter.check(flagged, doctype="letter").findings
    assert not [f.quote for f in linter.check(silent, doctype="letter").findings if f.level == "error"]


def test_a_form_asks_for_the_clients_state_and_offers_what_is_on_site(linter: Linter) -> None:
    offered, asked = "☐ On-site ultrasound", "☐ Has an ultrasound unit at home"
    assert "ultrasound" in [f.quote for f in linter.check(offered, doctype="referral-form").findings]
    assert not [f for f in linter.check(asked, doctype="referral-form").findings if f.family == "modality"]
