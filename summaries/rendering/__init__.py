"""Markdown with LaTeX becomes safe HTML here and nowhere else."""

from summaries.rendering.context import NOTHING_KNOWN, Context, Work
from summaries.rendering.references import Cited
from summaries.rendering.renderer import (
    RENDERER_VERSION,
    find_dangling,
    find_lone_dollars,
    find_mentions,
    find_problems,
    find_references,
    render,
    render_excerpt,
)

__all__ = [
    "NOTHING_KNOWN",
    "RENDERER_VERSION",
    "Cited",
    "Context",
    "Work",
    "find_dangling",
    "find_lone_dollars",
    "find_mentions",
    "find_problems",
    "find_references",
    "render",
    "render_excerpt",
]
