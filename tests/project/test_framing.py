"""What is rendered once and filled in shows what rendering it anew would show."""

from django.template import Context, Template
from django.utils import translation
from django.utils.safestring import mark_safe

TEXT = """{% load framing i18n %}{% frame state with number=row.pk name=row.name score=row.score %}<a id="row-{{ number }}"
href="{% url 'vote' number %}" title="{% blocktranslate trimmed %}Vote up the summary by {{ name }}{% endblocktranslate %}">
{{ score }}{% if state == "held" %} held{% endif %} {{ name }}{{ secret }}</a>{% endframe %}"""
PLAIN = TEXT.replace("{% frame state with", "{% with").replace("endframe", "endwith")
NUMBERS = [1, 0, -3, 7, 10**12]
NAMES = ["Ada", "<b>&</b>", "", mark_safe("<i>Ada</i>"), None]


def rendered(template: Template, *, number: int, name: object, state: str, **more: object) -> str:
    row = {"pk": abs(number), "name": "" if name is None else name, "score": number}
    return template.render(Context({"row": row, "state": state, **more}))


def test_each_filling_is_what_the_template_would_give():
    framed, plain = Template(TEXT), Template(PLAIN)
    for state in ("", "held", "counted"):
        for number, name in zip(NUMBERS, NAMES, strict=True):
            for language in ("en", "de"):
                with translation.override(language):
                    of_both = [rendered(one, number=number, name=name, state=state) for one in (framed, plain)]
                assert of_both[0] == of_both[1]


def test_nothing_else_of_the_page_gets_into_it():
    framed = Template(TEXT)
    assert "token" not in rendered(framed, number=1, name="Ada", state="", secret="token")


def test_a_text_that_holds_a_mark_is_printed_as_it_is():
    framed = Template(TEXT)
    name = "\ue000000\ue000 and 900000000000001"
    assert rendered(framed, number=5, name=name, state="").count(name) == 2


def test_a_value_that_is_sometimes_no_number_has_a_frame_of_its_own():
    framed = Template("{% load framing %}{% frame with x=x %}[{{ x }}]{% endframe %}")
    shown = [framed.render(Context(values)) for values in ({"x": 3}, {"x": "<"}, {"x": True}, {"x": None}, {})]
    assert shown == ["[3]", "[&lt;]", "[True]", "[]", "[]"]
