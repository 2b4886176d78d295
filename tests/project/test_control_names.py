"""What a link or a button is called aloud holds what is written on it: who speaks to a browser says what they see.

https://www.w3.org/WAI/WCAG22/Understanding/label-in-name.html
"""

import re

import pytest
from django.conf import settings
from django.utils.translation import gettext, override

# A link or a button with a name of its own, and a text on it; both are to be translated.
CONTROL = re.compile(
    r'<(?:a|button)\b[^>]*?aria-label="'
    r"(?P<name>{% (?:blocktranslate[^%]*%}.*?{% endblocktranslate|translate [\"'][^\"']+[\"']) %}"
    r'(?:{% else %}.*?)?(?:{% endif %})?)"[^>]*>{% translate ["\'](?P<text>[^"\']+)["\'] %}</'
)
TEXTS = re.compile(r"blocktranslate[^%]*%}(?P<block>.*?){% endblocktranslate")


def controls():
    """The texts on them, with the names that they may have."""
    for app in sorted(name for name in settings.INSTALLED_APPS if (settings.BASE_DIR / name).is_dir()):
        for template in sorted((settings.BASE_DIR / app / "templates").rglob("*.html")):
            for control in CONTROL.finditer(template.read_text("utf-8")):
                for name in TEXTS.findall(control["name"]):
                    yield control["text"], re.sub(r"{{ (\w+) }}", r"%(\1)s", name)


def plain(text):
    return " ".join(re.findall(r"\w+", text.casefold()))


@pytest.mark.parametrize("language", [code for code, _ in settings.LANGUAGES])
def test_names_hold_what_is_written(language):
    found = list(controls())
    assert len(found) > 7
    with override(language):
        parted = [(gettext(text), gettext(name)) for text, name in found]
    assert [(text, name) for text, name in parted if plain(text) not in plain(name)] == []
