"""Titles that come in two parts."""


def join_subtitle(title: str, subtitle: str) -> str:
    """`Title: Subtitle`, unless the title holds its subtitle already."""
    if not title or not subtitle or subtitle.casefold() in title.casefold():
        return title
    title = title.rstrip(" :")
    return f"{title} {subtitle}" if title.endswith(("?", "!", ".", "…", "—", "–")) else f"{title}: {subtitle}"
