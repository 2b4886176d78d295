"""Marks English words for translation in modules that know nothing of Django; they are translated where they show."""


def gettext_noop(words: str) -> str:
    """The words as they are; what collects texts for translators finds them by this name."""
    return words
