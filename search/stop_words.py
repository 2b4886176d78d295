"""Words that stand in nearly every text and tell nothing about it."""

WORDS = (
    "a an and are as at be been but by can do does for from had has have how in into is it its of on or our such than "
    "that the their then there these this to via was we were what when where which while with within without"
)
STOP_WORDS = frozenset(WORDS.split())
