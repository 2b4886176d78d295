"""The tags for texts say what Django's own say, in the language of the moment, however often they are asked."""

from datetime import UTC, datetime

import polib
import pytest
from django.template import Context, Engine
from django.utils.translation import override

ENGINES = {
    "ours": Engine(libraries={"i18n": "shortsci.templatetags.translating"}),
    "django's": Engine(libraries={"i18n": "django.templatetags.i18n"}),
}
NAMES = {"byline": "<Ada> & Bob", "number": 2, "one": 1, "share": 5, "word": "Log in"}
TEXTS = [
    "{% translate 'Log in' %}",
    "{% translate 'Log in' as text %}[{{ text }}]",
    "{% translate 'Log in'|upper %}",
    "{% translate word %}",
    "{% translate 'Log in' noop %}",
    "{% translate 'May' context 'month' %}",
    "{% translate '5 % <b> of it' %}",
    "{% blocktranslate %}Vote up the summary by {{ byline }}{% endblocktranslate %}",
    "{% blocktranslate trimmed with byline=word %}\n  Vote up the summary by {{ byline }}\n{% endblocktranslate %}",
    "{% autoescape off %}{% blocktranslate %}Summary by {{ byline }}{% endblocktranslate %}{% endautoescape %}",
    "{% blocktranslate %}{{ share }} % of {{ missing }}{% endblocktranslate %}",
    "{% blocktranslate count number=number %}{{ number }} comment{% plural %}{{ number }} comments{% endblocktranslate %}",
    "{% blocktranslate count number=one %}{{ number }} comment{% plural %}{{ number }} comments{% endblocktranslate %}",
    "{% blocktranslate with n=number count number=n %}{{ n }} point{% plural %}{{ n }} points{% endblocktranslate %}",
    "{% blocktranslate asvar text %}Summary by {{ byline }}{% endblocktranslate %}[{{ text }}]",
    "{% blocktranslate context 'month' %}May{% endblocktranslate %}",
]


@pytest.mark.parametrize("text", TEXTS)
def test_a_text_is_that_of_django(text):
    ours, djangos = (engine.from_string("{% load i18n %}" + text) for engine in ENGINES.values())
    for language in ("en", "de", "en", None, "de", None):
        with override(language):
            context = Context(NAMES)
            before = context.flatten()
            rendered = ours.render(context)
            assert rendered == djangos.render(Context(NAMES))
            assert context.flatten() == before or "as" in text


def test_a_text_follows_the_language():
    ours = ENGINES["ours"].from_string("{% load i18n %}{% translate 'Log in' %}")
    said = []
    for language in ("de", "en", "de"):
        with override(language):
            said.append(ours.render(Context()))
    assert said == ["Anmelden", "Log in", "Anmelden"]


def test_another_catalogue_gives_another_text(settings, tmp_path):
    ours = ENGINES["ours"].from_string("{% load i18n %}{% translate 'Log in' %}")
    with override("de"):
        assert ours.render(Context()) == "Anmelden"
    settings.LOCALE_PATHS = [str(write_german(tmp_path, {"Log in": "Herein"}))]
    with override("de"):
        assert ours.render(Context()) == "Herein"


DAYS = Engine(libraries={"texts": "shortsci.templatetags.texts"}).from_string(
    "{% load texts %}{{ day|iso_day }} {{ day|short_day }} {{ day|iso_moment }} {{ day|day_as:'DATE_FORMAT' }}"
)
DJANGOS_DAYS = Engine().from_string(
    "{{ day|date:'Y-m-d' }} {{ day|date:'SHORT_DATE_FORMAT' }} {{ day|date:'Y-m-d\\TH:i:sO' }} {{ day|date:'DATE_FORMAT' }}"
)


@pytest.mark.parametrize("moment", [datetime(2026, 3, 9, 23, 59, tzinfo=UTC), datetime(1999, 12, 31, tzinfo=UTC)])
def test_a_day_is_written_as_django_writes_it(moment):
    for language in ("en", "de", "en", None):
        with override(language):
            assert DAYS.render(Context({"day": moment})) == DJANGOS_DAYS.render(Context({"day": moment}))


def test_another_catalogue_gives_another_day(settings, tmp_path):
    day = {"day": datetime(2026, 3, 9, tzinfo=UTC)}
    with override("de"):
        assert DAYS.render(Context(day)) == DJANGOS_DAYS.render(Context(day))
    settings.LOCALE_PATHS = [str(write_german(tmp_path, {"March": "Lenz"}, context="abbrev. month"))]
    with override("de"):
        assert (
            DAYS.render(Context(day))
            == DJANGOS_DAYS.render(Context(day))
            == "2026-03-09 9. Lenz 2026 2026-03-09T00:00:00+0000 9. März 2026"
        )


def test_a_translation_that_is_broken_falls_back_to_english(settings, tmp_path):
    ours = ENGINES["ours"].from_string("{% load i18n %}{% blocktranslate %}By {{ byline }}{% endblocktranslate %}")
    settings.LOCALE_PATHS = [str(write_german(tmp_path, {"By %(byline)s": "Von %(nobody)s"}))]
    with override("de"):
        assert ours.render(Context({"byline": "Ada"})) == "By Ada"


def write_german(folder, texts, context=None):
    catalogue = polib.POFile()
    catalogue.metadata = {"Content-Type": "text/plain; charset=utf-8", "Plural-Forms": "nplurals=2; plural=(n != 1);"}
    catalogue.extend(polib.POEntry(msgid=text, msgstr=german, msgctxt=context) for text, german in texts.items())
    target = folder / "de" / "LC_MESSAGES"
    target.mkdir(parents=True)
    catalogue.save_as_mofile(str(target / "django.mo"))
    return folder
