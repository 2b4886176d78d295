"""What the index holds of each record. Change SCHEMA_VERSION with anything here, in tokens.py or in documents.py.

An index of another version is left alone and a new one is built beside it.
"""

from functools import cache, lru_cache

import tantivy

SCHEMA_VERSION = 1
LONGEST_WORD = 40  # letters

KINDS = ("paper", "summary", "comment", "person")  # a place here is a part of each key; never change the order


def key_of(kind: str, number: int) -> int:
    """What names a record in the index: its kind and its number in the database."""
    return number * len(KINDS) + KINDS.index(kind)


def record_of(key: int) -> tuple[str, int]:
    return KINDS[key % len(KINDS)], key // len(KINDS)


@cache
def schema() -> tantivy.Schema:
    """Nothing is stored: rows come from the database, and only what is public is shown of them."""
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("key", indexed=True, fast=True)
    builder.add_text_field("words", tokenizer_name="stems")  # all there is, by stems
    builder.add_text_field("title", tokenizer_name="stems")
    builder.add_text_field("people", tokenizer_name="plain")  # authors of the paper
    builder.add_text_field("exact", tokenizer_name="plain", index_option="freq")  # titles and names as they are written
    builder.add_text_field("by", tokenizer_name="plain", index_option="basic")  # who signed it
    builder.add_text_field("author", tokenizer_name="raw", index_option="basic")  # names, for suggestions
    builder.add_text_field("venue_words", tokenizer_name="plain", index_option="basic")
    builder.add_text_field("within", tokenizer_name="raw", index_option="basic")  # categories and archives, small
    for name in ("kind", "category", "venue", "has"):  # counted beside the results
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=True)
    builder.add_unsigned_field("year", indexed=True, fast=True)
    builder.add_unsigned_field("lot", indexed=True)  # one of LOTS at random; counts of very many are taken from one
    builder.add_unsigned_field("paper", fast=True)  # of a summary
    builder.add_unsigned_field("on_summary", indexed=True)  # of a comment
    builder.add_integer_field("date", fast=True)  # microseconds since 1970
    builder.add_integer_field("score", fast=True)
    return builder.build()


LOTS = 16


def analyzer(*filters: tantivy.Filter) -> tantivy.TextAnalyzer:
    builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
    for step in (tantivy.Filter.remove_long(LONGEST_WORD + 1), tantivy.Filter.lowercase(), *filters):
        builder = builder.filter(step)
    return builder.build()


@cache
def stemmer() -> tantivy.TextAnalyzer:
    return analyzer(tantivy.Filter.stemmer("english"))


def register_analyzers(index: tantivy.Index) -> None:
    index.register_tokenizer("stems", stemmer())
    index.register_tokenizer("plain", analyzer())


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """Of one word as tokens.py makes it."""
    stems = stemmer().analyze(word)
    return stems[0] if stems else word
