"""Markdown with LaTeX becomes safe HTML here and nowhere else."""

from summaries.rendering.renderer import RENDERER_VERSION, render, render_excerpt

__all__ = ["RENDERER_VERSION", "render", "render_excerpt"]
