"""Tables with a limit on their cells in all: short rows are filled up, so few characters make many of them."""

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, table

MAXIMUM_CELLS = 5_000  # a text; as many as it may have elements


def table_plugin(parser: MarkdownIt) -> None:
    parser.block.ruler.at("table", limited_table, {"alt": ["paragraph", "reference"]})
    parser.enable("table")


def limited_table(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Reads no more rows than it takes to pass the limit; after that no line begins a table."""
    left = MAXIMUM_CELLS - int(state.env.get("cells", 0))
    if left < 0 or start + 2 > end:
        return False
    rows = left // columns_at(state, start + 1) + 1
    before = len(state.tokens)
    if not table(state, start, min(end, start + 2 + rows), silent):
        return False
    cells = sum(token.type in {"th_open", "td_open"} for token in state.tokens[before:])
    state.env["cells"] = MAXIMUM_CELLS - left + cells
    return True


def columns_at(state: StateBlock, line: int) -> int:
    """How many columns a row of dashes tells of."""
    row = state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]
    return sum(bool(cell.strip()) for cell in row.split("|")) or 1


def has_too_many_cells(env: dict[str, int]) -> bool:
    return env.get("cells", 0) > MAXIMUM_CELLS
