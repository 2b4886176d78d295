"""Code in colours, by Pygments: the words are escaped here, and classes come from a short list."""

from functools import lru_cache
from html import escape

from pygments.lexer import Lexer
from pygments.lexers import get_lexer_by_name
from pygments.token import Comment, Generic, Keyword, Literal, Name, Number, Operator, String, Token, _TokenType

MAXIMUM_CODE = 10_000  # characters a block; more stays plain
MAXIMUM_CODE_IN_ALL = 20_000  # characters a text

# By the name after the fence, and as Pygments calls it. Nothing is guessed, and no other lexer runs on what people
# send: their patterns were not written for hostile input.
LANGUAGES = {
    **{name: name for name in (
        "bash", "c", "cmake", "cpp", "css", "cuda", "diff", "docker", "elixir", "erlang", "fortran", "go", "haskell",
        "html", "ini", "java", "javascript", "json", "julia", "kotlin", "lua", "make", "matlab", "ocaml", "octave",
        "perl", "php", "prolog", "python", "r", "ruby", "rust", "scala", "scheme", "sql", "stan", "swift", "toml",
        "typescript", "xml", "yaml",
    )},
    "c++": "cpp", "cu": "cuda", "dockerfile": "docker", "hs": "haskell", "jl": "julia", "js": "javascript",
    "makefile": "make", "ml": "ocaml", "py": "python", "python3": "python", "rb": "ruby", "rs": "rust", "sh": "bash",
    "shell": "bash", "ts": "typescript", "yml": "yaml", "zsh": "bash",
}  # fmt: skip

CLASSES: dict[_TokenType, str] = {
    Comment: "code-comment",
    Keyword: "code-keyword",
    Operator.Word: "code-keyword",
    Literal: "code-number",
    Number: "code-number",
    String: "code-string",
    Name.Function: "code-name",
    Name.Class: "code-name",
    Name.Decorator: "code-name",
    Name.Tag: "code-name",
    Name.Builtin: "code-builtin",
    Name.Exception: "code-builtin",
    Generic.Inserted: "code-added",
    Generic.Deleted: "code-removed",
    Generic.Subheading: "code-comment",
}


def language_of(info: str) -> str:
    """The first word after the fence."""
    return (info.split() or [""])[0]


def is_highlighted(source: str, language: str) -> bool:
    return language.lower() in LANGUAGES and len(source) <= MAXIMUM_CODE


@lru_cache(maxsize=len(LANGUAGES))
def lexer_of(language: str) -> Lexer:
    return get_lexer_by_name(LANGUAGES[language], stripnl=False, ensurenl=False)


@lru_cache(maxsize=512)
def class_of(kind: _TokenType) -> str:
    while kind is not Token:
        if name := CLASSES.get(kind):
            return name
        kind = kind.parent
    return ""


def highlight(source: str, language: str) -> str:
    """Safe HTML of the source, which loses no character: what a lexer would change stays plain."""
    parts: list[str] = []
    length = 0
    for kind, text in lexer_of(language.lower()).get_tokens(source):
        name = class_of(kind)
        length += len(text)
        parts.append(f'<span class="{name}">{escape(text)}</span>' if name and text.strip() else escape(text))
    return "".join(parts) if length == len(source) else escape(source)
