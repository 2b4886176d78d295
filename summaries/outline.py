"""A text to start from; a writer changes it as the paper asks, or drops it. The TL;DR has a field of its own."""

HEADINGS = ("Why", "Key insights", "How it works", "Strengths", "Limits", "You might also like")
OUTLINE = "\n".join(f"## {heading}\n\n" for heading in HEADINGS)


def with_outline(body: str) -> str:
    """The outline below what is there already."""
    written = body.rstrip()
    return f"{written}\n\n{OUTLINE}" if written else OUTLINE
