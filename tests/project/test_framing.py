"""What is rendered once and filled in shows what rendering it anew would show."""

import pytest
from django.template import loader
from django.utils import translation
from django.utils.safestring import mark_safe

from shortsci.framing import FramedTemplate

NUMBERS = [1, 0, -3, 7, 10**12]
NAMES = ["Ada", "<b>&</b>", "", mark_safe("<i>Ada</i>"), None]
STRANGER = {"restriction": "", "is_own": False, "is_voter": False, "has_problem": False}
VOTER = {"state": "", "lacks_reason": False, "asks_reason": False, "must_give_reason": False, "has_day": False}
DECIDES = {
    "a stranger": STRANGER,
    "hidden": {**STRANGER, "restriction": "hidden"},
    "one's own": {**STRANGER, "is_own": True, "has_problem": True},
    "an up-vote": {**STRANGER, **VOTER, "is_voter": True, "my_vote": 1},
    "a waiting vote": {**STRANGER, **VOTER, "is_voter": True, "my_vote": -1, "state": "waiting", "has_day": True},
    "with a reason": {**STRANGER, **VOTER, "is_voter": True, "my_vote": 0, "must_give_reason": True},
}


def values_of(*, number: int, name: object) -> dict[str, object]:
    return {
        "number": abs(number),
        "score": number,
        "upvotes": 3,
        "downvotes": 4,
        "byline": name,
        "vote_next": "/?a=1&b=<2>",
        "problem": name,
        "counts_at": "1 May",
        "csrf_token": "abc",
    }


@pytest.mark.parametrize("decides", DECIDES.values(), ids=DECIDES)
def test_each_filling_is_what_the_template_would_give(decides):
    framed = FramedTemplate("votes/_votes.html")
    for number, name in zip(NUMBERS, NAMES, strict=True):
        for language in ("en", "de", "en"):
            values = values_of(number=number, name=name)
            printed = {key: "" if value is None else value for key, value in values.items()}
            with translation.override(language):
                assert framed.filled(decides, values) == loader.render_to_string(framed.name, {**decides, **printed})


def test_a_text_that_holds_a_mark_is_printed_as_it_is():
    framed = FramedTemplate("papers/_byline.html")
    decides = {"has_year": True, "has_category": False}
    names = ["\ue000000\ue000 and 900000000000001", "\ue000001\ue000"]
    for name in names:
        html = framed.filled(decides, {"authors": name, "year": 2026, "category": None, "address": None})
        assert html == f'<p class="byline">{name} · 2026</p>\n'


def test_a_value_that_is_sometimes_no_number_has_a_frame_of_its_own():
    framed = FramedTemplate("papers/_byline.html")
    decides = {"has_year": True, "has_category": False}
    shown = [
        framed.filled(decides, {"authors": value, "year": 2026, "category": None, "address": None})
        for value in (3, "<", True, None)
    ]
    assert [html.removeprefix('<p class="byline">').partition(" · ")[0] for html in shown] == ["3", "&lt;", "True", ""]


def test_frames_are_few(monkeypatch):
    monkeypatch.setattr("shortsci.framing.MOST_FRAMES", 2)
    framed = FramedTemplate("papers/_byline.html")
    values = {"authors": "Ada", "year": 2026, "category": "cs.LG", "address": "/categories/cs.LG/"}
    for has_year in (True, False):
        for has_category in (True, False):
            decides = {"has_year": has_year, "has_category": has_category}
            assert framed.filled(decides, values) == loader.render_to_string(framed.name, {**decides, **values})
    assert len(framed.frames) == 2
