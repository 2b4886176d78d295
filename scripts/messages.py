"""Texts of pages, forms and mails for translators: collected from the sources, checked, and compiled.

`make messages` brings every .po file up to date and compiles it; `python -m scripts.messages --check` changes nothing
and says what is missing. GNU gettext is not needed: Python is read by its syntax tree, templates by Django's parser.
"""

import ast
import io
import os
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent
LOCALES = ROOT / "shortsci" / "locale"
SKIPPED = {"tests", "scripts", "docs", "migrations", "static"}
SINGULAR = {"_", "gettext", "gettext_lazy", "gettext_noop"}
PLURAL = {"ngettext", "ngettext_lazy"}
PLACEHOLDER = re.compile(r"%\([a-z_0-9]+\)[a-z]|\{[a-z_0-9]*\}|%%")
HEAD = {
    "Project-Id-Version": "Shortsci",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=utf-8",
    "Content-Transfer-Encoding": "8bit",
}


@dataclass
class Message:
    """One text: in English, in the plural where it counts something, and the files that it stands in."""

    text: str
    plural: str = ""
    files: set[str] = field(default_factory=set)


def collect() -> dict[str, Message]:
    """Every marked text of the sources."""
    messages: dict[str, Message] = {}
    for path in sources():
        name = str(path.relative_to(ROOT))
        found = in_python(path.read_text()) if path.suffix == ".py" else in_template(path.read_text())
        for text, plural in found:
            message = messages.setdefault(text, Message(text, plural))
            if plural and message.plural and plural != message.plural:
                raise SystemExit(f"{name}: “{text}” has two plurals: “{message.plural}” and “{plural}”")
            message.plural = message.plural or plural
            message.files.add(name)
    return messages


def sources() -> Iterator[Path]:
    for app in sorted(path.parent for path in ROOT.glob("*/__init__.py")):
        for path in sorted(app.rglob("*")):
            is_text = path.suffix == ".py" or (path.suffix in {".html", ".txt"} and "templates" in path.parts)
            if is_text and not SKIPPED & set(path.relative_to(ROOT).parts):
                yield path


def in_python(source: str) -> Iterator[tuple[str, str]]:
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        texts = [argument.value for argument in node.args if isinstance(argument, ast.Constant)]
        if name in SINGULAR and texts and isinstance(texts[0], str):
            yield texts[0], ""
        elif name in PLURAL and len(texts) > 1:
            yield str(texts[0]), str(texts[1])


def in_template(source: str) -> Iterator[tuple[str, str]]:
    from django.template import engines
    from django.templatetags.i18n import BlockTranslateNode, TranslateNode

    nodes = engines["django"].from_string(source).template.nodelist
    for node in nodes.get_nodes_by_type(TranslateNode):
        text = node.filter_expression.var.literal
        if isinstance(text, str) and node.filter_expression.token[0] in "\"'":
            yield text.replace("%", "%%"), ""
    for node in nodes.get_nodes_by_type(BlockTranslateNode):
        singular = node.render_token_list(node.singular)[0]
        yield singular, node.render_token_list(node.plural)[0] if node.plural else ""


def updated(path: Path, messages: dict[str, Message]) -> polib.POFile:
    """The translations that are there, for the texts of today; what nobody shows any more is left out."""
    old = polib.pofile(str(path)) if path.exists() else polib.POFile()
    known = {entry.msgid: entry for entry in old if not entry.obsolete}
    po = polib.POFile(wrapwidth=0)
    plurals = {"Plural-Forms": old.metadata.get("Plural-Forms", "nplurals=2; plural=(n != 1);")}
    po.metadata = {**HEAD, "Language": path.parent.parent.name, **plurals}
    for text in sorted(messages, key=lambda text: (text.casefold(), text)):
        po.append(updated_entry(messages[text], known.get(text)))
    return po


def updated_entry(message: Message, known: polib.POEntry | None) -> polib.POEntry:
    entry = polib.POEntry(msgid=message.text, occurrences=[(name, "") for name in sorted(message.files)])
    if message.plural:
        entry.msgid_plural = message.plural
        entry.msgstr_plural = (known and known.msgstr_plural) or {0: "", 1: ""}
    elif known:
        entry.msgstr = known.msgstr
    return entry


def problems_of(path: Path, messages: dict[str, Message]) -> Iterator[str]:
    """What keeps a language from being complete."""
    po = polib.pofile(str(path), wrapwidth=0)
    if str(po) != str(updated(path, messages)):
        missing = set(messages) - {entry.msgid for entry in po}
        listed = "".join(f"\n    {text}" for text in sorted(missing)[:20])
        yield f"is not up to date with the sources: run `make messages`{listed}"
    for entry in po:
        yield from (f"{problem}: {entry.msgid}" for problem in problems_of_entry(entry))
    mo = path.with_suffix(".mo")
    if not mo.exists() or mo.read_bytes() != compiled(po):
        yield "is not what its .mo file was compiled from: run `make messages`"


def problems_of_entry(entry: polib.POEntry) -> Iterator[str]:
    if entry.fuzzy or not entry.translated():
        yield "is not translated" if not entry.fuzzy else "is a guess"
        return
    if entry.msgid_plural:
        # The singular may say “one” without a number.
        wanted = {frozenset(placeholders(entry.msgid)), frozenset(placeholders(entry.msgid_plural))}
        if any(frozenset(placeholders(text)) not in wanted for text in entry.msgstr_plural.values()):
            yield "has other placeholders"
    elif sorted(set(placeholders(entry.msgid))) != sorted(set(placeholders(entry.msgstr))):
        yield "has other placeholders"


def placeholders(text: str) -> list[str]:
    return PLACEHOLDER.findall(text)


def compiled(po: polib.POFile) -> bytes:
    return bytes(po.to_binary())


def write(path: Path, messages: dict[str, Message]) -> polib.POFile:
    po = updated(path, messages)
    path.write_text(str(po))
    path.with_suffix(".mo").write_bytes(compiled(po))
    return po


def main() -> int:
    """Returns 1 where `--check` finds something."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shortsci.settings")
    django.setup()
    messages = collect()
    is_check = "--check" in sys.argv
    output = io.StringIO()
    for path in sorted(LOCALES.glob("*/LC_MESSAGES/django.po")):
        name = path.relative_to(ROOT)
        if is_check:
            output.writelines(f"{name}: {problem}\n" for problem in problems_of(path, messages))
        else:
            po = write(path, messages)
            left = len([entry for entry in po if not entry.translated()])
            sys.stdout.write(f"{name}: {len(po)} texts, {left} to translate\n")
    sys.stdout.write(output.getvalue())
    return 1 if output.getvalue() else 0


if __name__ == "__main__":
    sys.exit(main())
