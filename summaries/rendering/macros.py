"""A text's own commands: read here and expanded here, so that math-core never sees a definition.

math-core ends the process where commands multiply depth; expansion has hard limits instead.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from shortsci.tex_dialect import closing_brace

MAXIMUM_DEFINITIONS = 100  # a text
MAXIMUM_EXPANSIONS = 1_000  # a formula
MAXIMUM_EXPANDED = 5_000  # characters a formula, as for one that is written out
MAXIMUM_EXPANDED_IN_ALL = 100_000  # characters a text
EXPANSION = 10  # characters that one expansion counts for beside what it writes

NAME = r"\\(?P<{}>[A-Za-z@]+|[^A-Za-z@\s])"
DEFINITION = re.compile(
    r"(?:\\(?:long|global)\s*)*"
    r"\\(?P<how>(?:re)?newcommand|providecommand|[gex]?def|let|DeclareMathOperator)(?![A-Za-z])(?P<star>\*?)\s*"
    rf"(?:\{{\s*{NAME.format('braced')}\s*\}}|{NAME.format('bare')})\s*"
)
COUNT_AND_DEFAULT = re.compile(r"(?:\[\s*(?P<count>[0-9])\s*\]\s*)?(?:\[(?P<default>[^\[\]]*)\]\s*)?\{")
NUMBERED = re.compile(r"(?P<parameters>(?:\s*#[1-9])*)\s*\{")
ALIAS = re.compile(r"=?\s*(?P<target>\\(?:[A-Za-z@]+|[^A-Za-z@])|[^\\\s{}])")
COMMAND = re.compile(r"\\(?:([A-Za-z@]+)|([^A-Za-z@]))")
PARAMETER = re.compile(r"#([1-9])")
ENDS_IN_NAME = re.compile(r"\\[A-Za-z@]+$")
COMMENT = re.compile(r"(?<!\\)%[^\n]*")


class MacroError(Exception):
    """The formula cannot be expanded; `str(error)` says why, for its author."""


@dataclass(frozen=True)
class Macro:
    """`default` is of the first argument, which is optional then; what is `final` is not looked at again."""

    body: str
    arguments: int = 0
    default: str | None = None
    final: bool = False

    @cached_property
    def used(self) -> frozenset[str]:
        """The commands that it is written in."""
        return frozenset() if self.final else frozenset(commands_in(self.body + (self.default or "")))


@dataclass
class Macros:
    """Those of one text, and how much their expansion may still write."""

    known: dict[str, Macro] = field(default_factory=dict)
    budget: int = MAXIMUM_EXPANDED_IN_ALL

    def take_definitions(self, tex: str) -> str:
        """The formula without its definitions, which hold from here on. Raises MacroError."""
        rest, definitions = split_definitions(tex)
        for name, macro in definitions:
            self.define(name, macro)
        return rest

    def define(self, name: str, macro: Macro) -> None:
        if name not in self.known and len(self.known) >= MAXIMUM_DEFINITIONS:
            raise MacroError(f"A text may define {MAXIMUM_DEFINITIONS} commands at most.")
        if macro.final and (target := self.known.get(macro.body.removeprefix("\\"))):
            macro = target  # \let of a command of the text itself
        self.known[name] = macro
        if self.leads_to(name, name):
            del self.known[name]
            raise MacroError(f"\\{name} is defined by itself.")

    def leads_to(self, start: str, wanted: str) -> bool:
        """Whether expanding `start` can come to `wanted`."""
        seen: set[str] = set()
        waiting = [start]
        while waiting:
            macro = self.known.get(waiting.pop())
            if macro is None:
                continue
            if wanted in macro.used:
                return True
            waiting += macro.used - seen
            seen |= macro.used
        return False

    def expand(self, tex: str) -> str:
        """The formula in commands that are not the text's own. Raises MacroError."""
        if not self.known or self.known.keys().isdisjoint(commands_in(tex)):
            return tex
        return self.expand_all(tex)

    def pay(self, characters: int) -> None:
        self.budget -= characters
        if self.budget < 0:
            raise MacroError("The commands of this text write too much.")

    def expand_all(self, rest: str) -> str:
        done: list[str] = []
        length = 0
        for _ in range(MAXIMUM_EXPANSIONS):
            match = next((m for m in COMMAND.finditer(rest) if name_of(m) in self.known), None)
            if match is None:
                return "".join([*done, rest])
            macro = self.known[name_of(match)]
            values, end = read_arguments(rest, match.end(), macro, name_of(match))
            body = put_in(macro.body, values)
            self.pay(len(body) + EXPANSION)
            if ENDS_IN_NAME.search(body) and rest[end : end + 1].isalpha():
                body += " "  # two names would run together
            before = rest[: match.start()] + (body if macro.final else "")
            rest = ("" if macro.final else body) + rest[end:]
            done.append(before)
            length += len(before)
            if length + len(rest) > MAXIMUM_EXPANDED:
                break
        raise MacroError(f"Written out, this formula has more than {MAXIMUM_EXPANDED:,} characters.")


def put_in(body: str, values: list[str]) -> str:
    return PARAMETER.sub(lambda parameter: values[int(parameter[1]) - 1], body)


def name_of(match: re.Match[str]) -> str:
    return match[1] or match[2]


def commands_in(tex: str) -> set[str]:
    return {word or sign for word, sign in COMMAND.findall(tex)}


def split_definitions(tex: str) -> tuple[str, list[tuple[str, Macro]]]:
    """What is left of the text without its definitions, and these. Raises MacroError for one that cannot be read."""
    rest: list[str] = []
    found: list[tuple[str, Macro]] = []
    position = 0
    while match := DEFINITION.search(tex, position):
        rest.append(tex[position : match.start()])
        macro, position = read_definition(tex, match)
        found.append((match["braced"] or match["bare"], macro))
    return "".join([*rest, tex[position:]]), found


def read_definition(tex: str, start: re.Match[str]) -> tuple[Macro, int]:
    if start["how"] == "let":
        if alias := ALIAS.match(tex, start.end()):
            return Macro(alias["target"], final=True), alias.end()
        raise unreadable(start)
    is_numbered = start["how"].endswith("def")
    head = (NUMBERED if is_numbered else COUNT_AND_DEFAULT).match(tex, start.end())
    end = closing_brace(tex, head.end()) if head else None
    if head is None or end is None:
        raise unreadable(start)
    body = tex[head.end() : end]
    if start["how"] == "DeclareMathOperator":
        return Macro(f"\\operatorname{start['star']}{{{body}}}"), end + 1
    count = head["parameters"].count("#") if is_numbered else int(head["count"] or 0)
    if any(int(number) > count for number in PARAMETER.findall(body)):
        raise unreadable(start)
    return Macro(body, count, None if is_numbered else head["default"]), end + 1


def unreadable(start: re.Match[str]) -> MacroError:
    return MacroError(f"This definition cannot be read: {start[0].strip()}")


def read_arguments(tex: str, position: int, macro: Macro, name: str) -> tuple[list[str], int]:
    values: list[str] = []
    for number in range(macro.arguments):
        position = skip_blanks(tex, position)
        if number == 0 and macro.default is not None:
            value, position = read_optional(tex, position, macro.default)
        else:
            value, position = read_argument(tex, position, name)
        values.append(value)
    return values, position


def read_optional(tex: str, position: int, default: str) -> tuple[str, int]:
    end = tex.find("]", position) if tex.startswith("[", position) else -1
    return (tex[position + 1 : end], end + 1) if end > 0 else (default, position)


def read_argument(tex: str, position: int, name: str) -> tuple[str, int]:
    """A group without its braces, or one character or command."""
    if tex.startswith("{", position) and (end := closing_brace(tex, position + 1)) is not None:
        return tex[position + 1 : end], end + 1
    if command := COMMAND.match(tex, position):
        return command[0] + " ", command.end()
    if position >= len(tex) or tex[position] in "{}":
        raise MacroError(f"An argument of \\{name} is missing.")
    return tex[position], position + 1


def skip_blanks(tex: str, position: int) -> int:
    return position + len(tex[position:]) - len(tex[position:].lstrip())


def is_only_definitions(text: str) -> bool:
    """Nothing but definitions and comments stands there."""
    try:
        rest, found = split_definitions(COMMENT.sub("", text))
    except MacroError:
        return False
    return bool(found) and not rest.strip()


def collect(formulas: Iterable[str]) -> Macros:
    """All that is defined anywhere in the text; where a command is defined twice, the first definition."""
    macros = Macros()
    for tex in formulas:
        try:
            definitions = split_definitions(tex)[1]
        except MacroError:
            continue
        for name, macro in definitions:
            if name not in macros.known:
                try:
                    macros.define(name, macro)
                except MacroError:
                    continue
    return macros
