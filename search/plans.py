"""A query as Tantivy takes it: what must be there, and what makes a find better.

Each typed word must stand somewhere in the record, in any form of its stem. It counts more in the title, more as it
is written, and more where the words stand together.
"""

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import tantivy
from tantivy import Occur, Query

from search.language import Filter, Words
from search.language import Query as Asked
from search.schema import schema, stem
from search.stop_words import STOP_WORDS
from search.tokens import is_year, spellings, words_of

IN_TITLE = 3.0  # weights, beside 1 for standing anywhere
AS_AUTHOR = 2.0
AS_WRITTEN = 0.3
TOGETHER_IN_TITLE = 2.5
TOGETHER = 1.0
NEAR = 2  # words that may stand between those of the query
YEAR_BESIDE = 0.3  # of the year in a title that is one off
LONG_SPAN = 12  # years; longer ones are compared, shorter ones looked up one by one
LONG_AMONG_FEW = 3  # the same where little else is left that is to be compared

Clause = tuple[Occur, Query]


@dataclass(frozen=True, slots=True)
class Group:
    """One typed word: `stems` are its parts, which stand together, and `joined` the parts as one word."""

    parts: tuple[str, ...]
    joined: str = ""

    @property
    def word(self) -> str:
        return self.joined or self.parts[0]

    @property
    def is_plain(self) -> bool:
        return len(self.parts) == 1 and len(spellings(self.parts[0])) == 1

    @property
    def is_year(self) -> bool:
        return not self.joined and is_year(self.parts[0])


def groups_of(words: Iterable[Words]) -> list[Group]:
    """The words that must be found. What stands in every text does not count, unless there is nothing else."""
    groups = [group for word in words if not word.is_phrase for group in split_word(word.text)]
    telling = [group for group in groups if not (len(group.parts) == 1 and group.parts[0] in STOP_WORDS)]
    return list(dict.fromkeys(telling or groups))


def split_word(text: str) -> list[Group]:
    """`non-convex` is one group of two parts; `O(n)` two groups."""
    groups: list[Group] = []
    for chunk in text.split():
        words = words_of(chunk)
        compound = "-" in chunk.strip("-") or "'" in chunk or "’" in chunk or "_" in chunk or "^" in chunk
        if compound and len(words) == 3 and words[2] == words[0] + words[1]:
            groups.append(Group(parts=(words[0], words[1]), joined=words[2]))
        else:
            parts = words[: len(words) // 2 + 1] if compound and len(words) > 3 else words
            groups += [Group(parts=(word,)) for word in parts]
    return groups


@dataclass(frozen=True, slots=True)
class Plan:
    """What is looked for, as several queries, each put together when it is asked for.

    With `least`, only so many of the words must be there. Whether two words stand together anywhere takes as long to
    find out as all the rest where both are common; without `is_near_anywhere` only titles are asked. With `among_few`
    one of the words is in so few texts that it is quicker to look at the years of each.
    """

    asked: Asked
    groups: Sequence[Group]
    kind: str = ""
    least: int | None = None
    is_near_anywhere: bool = True
    among_few: bool = False

    def query(self) -> Query:
        """Finds and ranks."""
        better = [clause for group in self.groups for clause in [*better_in_title(group), *better_with(group)]]
        anywhere_too = together_anywhere(self.groups) if self.is_near_anywhere else []
        fixed = self.fixed(among_few=self.among_few)
        return combined([*fixed, *self.found(), *better, *together(self.groups), *anywhere_too])

    def narrow(self) -> Query | None:
        """Finds those alone that have all words in the title, and ranks them as `query`; None where it is no use."""
        if not self.groups:
            return None
        found = [clause for group in self.groups for clause in must_be_in_title(group)]
        return combined([*self.fixed(among_few=True), *found, *together(self.groups)])

    def needed(self, *, among_few: bool | None = None) -> list[Clause]:
        """What decides whether something is found, without what ranks it."""
        among_few = self.among_few if among_few is None else among_few
        return [clause for clause in [*self.fixed(among_few=among_few), *self.found()] if clause[0] != Occur.Should]

    def counted(self) -> Query:
        return combined(self.needed())

    def one_lot(self) -> Query:
        return combined([*self.needed(among_few=True), (Occur.Must, term("lot", 0))])

    def of_kinds(self, kinds: Iterable[str]) -> Query:
        wanted = any_of([silent(term("kind", kind)) for kind in kinds])
        return combined([*self.needed(among_few=True), (Occur.Must, wanted)])

    def fixed(self, *, among_few: bool) -> list[Clause]:
        phrases = [clause for words in self.asked.words if words.is_phrase for clause in phrase(words)]
        return [*filters_for(self.asked, self.kind, among_few=among_few), *phrases]

    def found(self) -> list[Clause]:
        queries = [anywhere(group) for group in self.groups]
        if self.least is None or len(queries) <= self.least:
            return [(Occur.Must, query) for query in queries]
        return [(Occur.Must, Query.boolean_query([(Occur.Should, query) for query in queries], self.least))]


def combined(clauses: Sequence[Clause]) -> Query:
    """With nothing but exclusions there is nothing to exclude from."""
    if not clauses:
        return Query.empty_query()
    if all(occur == Occur.MustNot for occur, _ in clauses):
        return Query.boolean_query([(Occur.Must, Query.all_query()), *clauses])
    return Query.boolean_query(list(clauses))


def term(field: str, value: object) -> Query:
    return Query.term_query(schema(), field, value)


def any_of(queries: Sequence[Query]) -> Query:
    return queries[0] if len(queries) == 1 else Query.boolean_query([(Occur.Should, query) for query in queries])


def all_of(queries: Sequence[Query]) -> Query:
    return queries[0] if len(queries) == 1 else Query.boolean_query([(Occur.Must, query) for query in queries])


def silent(query: Query) -> Query:
    """Decides what is found and not in which order."""
    return Query.const_score_query(query, 0.0)


def anywhere(group: Group) -> Query:
    if group.is_year:
        return any_of([term("words", group.parts[0]), year_beside(int(group.parts[0]))])
    return in_field("words", group)


def in_title(group: Group) -> Query:
    return in_field("title", group)


def in_field(field: str, group: Group) -> Query:
    apart = all_of([any_of([term(field, stem(word)) for word in spellings(part)]) for part in group.parts])
    return any_of([apart, term(field, stem(group.joined))]) if group.joined else apart


def year_beside(year: int) -> Query:
    """Preprints come out the year before; who remembers the conference types its year."""
    return Query.const_score_query(any_of([term("year", beside) for beside in (year - 1, year, year + 1)]), YEAR_BESIDE)


def words_in(group: Group) -> list[str]:
    return [*group.parts, group.joined] if group.joined else list(group.parts)


def better_in_title(group: Group) -> list[Clause]:
    return [(Occur.Should, Query.boost_query(term("title", stem(word)), IN_TITLE)) for word in words_in(group)]


def must_be_in_title(group: Group) -> list[Clause]:
    """Of a plain word the weights of being there and of being there in the title are one: that is half the work."""
    if group.is_plain:
        return [(Occur.Must, Query.boost_query(in_title(group), 1 + IN_TITLE)), *better_with(group)]
    return [(Occur.Must, in_title(group)), *better_in_title(group), *better_with(group)]


def better_with(group: Group) -> list[Clause]:
    """As an author, and as it is written."""
    clauses = []
    for word in words_in(group):
        clauses.append((Occur.Should, Query.boost_query(term("people", word), AS_AUTHOR)))
        if stem(word) != word:
            clauses.append((Occur.Should, Query.boost_query(term("exact", word), AS_WRITTEN)))
    return clauses


def together(groups: Sequence[Group]) -> list[Clause]:
    """The words side by side in the title."""
    return [
        (Occur.Should, Query.boost_query(near("title", [first, second]), TOGETHER_IN_TITLE))
        for first, second in itertools.pairwise(plain_words(groups))
    ]


def together_anywhere(groups: Sequence[Group]) -> list[Clause]:
    """Two words side by side wherever they stand."""
    words = plain_words(groups)
    return [(Occur.Should, Query.boost_query(near("words", words), TOGETHER))] if len(words) == 2 else []


def plain_words(groups: Sequence[Group]) -> list[str]:
    return [part for group in groups for part in group.parts if not group.is_year]


def near(field: str, words: Sequence[str]) -> Query:
    return Query.phrase_query(schema(), field, [stem(word) for word in words], NEAR)


def phrase(words: Words) -> list[Clause]:
    """The words in this order and nothing between them; better as they are written."""
    parts = words_of(words.text)[: len(words.text.split()) + words.text.count("-")]
    stems: list[str | tuple[int, str]] = [stem(part) for part in parts]
    if len(stems) < 2:
        return [(Occur.Must, term("words", stem(parts[0])))]
    return [
        (Occur.Must, Query.phrase_query(schema(), "words", stems)),
        (Occur.Should, Query.boost_query(Query.phrase_query(schema(), "title", stems), IN_TITLE)),
    ]


def filters_for(asked: Asked, kind: str, *, among_few: bool) -> list[Clause]:
    clauses: list[Clause] = [(Occur.Must, silent(term("kind", kind)))] if kind else []
    for words in asked.excluded:
        clauses += [(Occur.MustNot, query) for _, query in phrase(words)[:1] if words.is_phrase]
        clauses += [(Occur.MustNot, anywhere_exactly(group)) for group in split_word(words.text) if not words.is_phrase]
    for chosen in asked.filters:
        query = filter_query(chosen, among_few=among_few)
        clauses.append((Occur.MustNot, query) if chosen.is_excluded else (Occur.Must, query))
    return clauses


def anywhere_exactly(group: Group) -> Query:
    return in_field("words", group)


def filter_query(chosen: Filter, *, among_few: bool) -> Query:
    if chosen.years:
        return silent(in_years(*chosen.years, among_few=among_few))
    if chosen.field == "author":
        return all_of([any_of([term("people", word) for word in spellings(part)]) for part in names_in(chosen.value)])
    if chosen.field == "by":
        return silent(all_of([term("by", part) for part in names_in(chosen.value)]))
    if chosen.field == "category":
        return silent(term("within", chosen.value.lower()))
    if chosen.field == "venue":
        return silent(at_venue(chosen.value))
    return silent(term("has", chosen.value))


def names_in(value: str) -> list[str]:
    """O'Neil is looked for by its parts, as any other."""
    return words_of(value.replace("-", " ").replace("'", " ").replace("’", " ")) or [value]


def at_venue(value: str) -> Query:
    """By its short name, or by words of its names."""
    words = all_of([term("venue_words", part) for part in names_in(value)])
    return any_of([term("venue", value.lower()), words]) if " " not in value and "-" not in value else words


def in_years(first: int, last: int, *, among_few: bool) -> Query:
    if last - first + 1 < (LONG_AMONG_FEW if among_few else LONG_SPAN + 1):
        return any_of([term("year", year) for year in range(first, last + 1)])
    return Query.range_query(schema(), "year", tantivy.FieldType.Unsigned, first, last)
