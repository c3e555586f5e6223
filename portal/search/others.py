"""What is found beside cases: needs, regions, comparisons, terms, help pages, and what rooms above know.

What an edition publishes is kept at hand; what people write in the portal is asked for at query time, by
the room that owns it, which gives only what the actor of the request may read. So nothing of it stands
in the edition, and no count can tell of what is not shown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from flask import Flask, current_app
from sqlalchemy.exc import SQLAlchemyError

from portal import access
from portal.cases import CASES
from portal.government import Need, our_government
from portal.regions import REGIONS
from portal.search.analysis import fold
from portal.search.colloquial import javanese
from portal.search.glossary import GLOSSARY, Term
from portal.search.lexicon import Lexicon, read

SHOWN = 3  # of a kind
ENOUGH = 0.6  # the share of a question that a thing must answer
ABOUT = 0.5  # what a word counts that stands below the title
SAID_OTHERWISE = 0.8  # ... for which the title has another word of the same concept
EXACT = 2.0
SHORTEST = 3  # letters of a word to ask the database for


@dataclass(frozen=True)
class Thing:
    """Something to lead to: what it is called, what it is about, and its page."""

    kind: str
    title: str
    endpoint: str
    key: Mapping[str, str | int] = field(default_factory=dict)
    about: str = ""
    names: tuple[str, ...] = ()
    permission: str = ""  # who may not do this is not led there: help for curators


@dataclass(frozen=True)
class Group:
    """The best things of a kind, and how well the best one answers."""

    kind: str
    things: tuple[Thing, ...]
    score: float


@dataclass(frozen=True)
class _Known:
    thing: Thing
    titles: frozenset[str]  # folded
    stems: frozenset[str]
    about: frozenset[str]
    concepts: frozenset[str]


@dataclass(frozen=True)
class _Question:
    folded: str
    words: tuple[tuple[str, frozenset[str]], ...]  # stems, each with what it may stand for


Publisher = Callable[[], Iterable[Thing]]
Finder = Callable[[Sequence[str]], Iterable[Thing]]


def publish(app: Flask, things: Publisher) -> None:
    """Let a room offer what the edition holds."""
    app.extensions.setdefault("published_things", []).append(things)


def ask(app: Flask, finder: Finder) -> None:
    """Let a room look into the database; it is given words and gives what the actor may read."""
    app.extensions.setdefault("asked_things", []).append(finder)


def find(text: str, lexicon: Lexicon) -> list[Group]:
    """The best things of each kind that answer a question, best kind first."""
    question = _question(" ".join(javanese(word) or word for word in text.casefold().split()), lexicon)
    known = [*_published(lexicon), *(_known(thing, lexicon) for thing in _asked(_asked_words(text, lexicon)))]
    kinds: dict[str, list[tuple[float, _Known]]] = {}
    actor = access.actor()
    for one in known:
        if one.thing.permission and not access.may(actor, one.thing.permission):
            continue
        score = _score(question, one)
        if score >= ENOUGH:
            kinds.setdefault(one.thing.kind, []).append((score, one))
    groups = []
    for kind, found in kinds.items():
        found.sort(key=lambda pair: (-pair[0], len(pair[1].stems), pair[1].thing.title))
        groups.append(Group(kind, tuple(one.thing for _, one in found[:SHOWN]), found[0][0]))
    return sorted(groups, key=lambda group: -group.score)


def published() -> Iterable[Thing]:
    """Everything beside cases that the edition in use holds."""
    yield from _library()
    for things in current_app.extensions.get("published_things", []):
        yield from things()


_made: tuple[object, list[_Known]] | None = None


def _published(lexicon: Lexicon) -> list[_Known]:
    global _made
    cases = CASES.get()
    if _made is None or _made[0] is not cases:
        _made = (cases, [_known(thing, lexicon) for thing in published()])
    return _made[1]


def _library() -> Iterable[Thing]:
    for need in our_government().needs:
        yield need_thing(need)
    for region in REGIONS.get().values():
        if not region.is_reference:
            names = (region.short_name, *region.aliases)
            yield Thing("wilayah", region.name, "regions.show", {"region_id": region.id}, names=names)
    for term in GLOSSARY.get().terms:
        yield _term_thing(term)


def need_thing(need: Need) -> Thing:
    """A need of ours as something that can be found."""
    return Thing("kebutuhan", need.title, "government.need", {"need_id": need.id}, need.text)


def _term_thing(term: Term) -> Thing:
    title = f"{term.term}: {'; '.join(term.expansions or term.equal)}"
    wanted = term.expansions[0] if term.expansions else term.term
    names = (term.term, *term.expansions, *term.equal)
    return Thing("istilah", title, "search.find", {"q": wanted}, names=names)


def _asked(words: Sequence[str]) -> Iterable[Thing]:
    for finder in current_app.extensions.get("asked_things", []) if words else ():
        try:
            yield from finder(words)
        except SQLAlchemyError:  # the library is found without the database
            current_app.logger.exception("search goes without what people wrote")


def _asked_words(text: str, lexicon: Lexicon) -> list[str]:
    places = [place for place in read(text) if not place.is_stop and place.stem not in lexicon.light]
    return [place.stem for place in places if len(place.stem) >= SHORTEST]


def _question(text: str, lexicon: Lexicon) -> _Question:
    meant: dict[str, set[str]] = {}
    for mention in lexicon.mentions(text):
        for stem in mention.stems:
            meant.setdefault(stem, set()).update(mention.concepts)
    heavy = [place.stem for place in read(text) if not place.is_stop and place.stem not in lexicon.light]
    words = tuple((stem, frozenset(meant.get(stem, ()))) for stem in dict.fromkeys(heavy))
    return _Question(_bare(text), words)


def _known(thing: Thing, lexicon: Lexicon) -> _Known:
    names = (thing.title, *thing.names)
    stems = frozenset(place.stem for name in names for place in read(name))
    concepts = frozenset(name for mention in lexicon.mentions(thing.title) for name in mention.concepts)
    about = frozenset(place.stem for place in read(thing.about))
    return _Known(thing, frozenset(_bare(name) for name in names), stems, about, concepts)


def _bare(text: str) -> str:
    return " ".join(fold(text).split())


def _score(question: _Question, one: _Known) -> float:
    if question.folded in one.titles:
        return EXACT
    if one.thing.kind in ("istilah", "wilayah"):  # many, and their names are short: only by the name
        return 0.0
    total = 0.0
    for stem, concepts in question.words:
        if stem in one.stems:
            total += 1.0
        elif concepts & one.concepts:
            total += SAID_OTHERWISE
        elif stem in one.about:
            total += ABOUT
    return total / len(question.words) if question.words else 0.0
