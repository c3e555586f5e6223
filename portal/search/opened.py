"""What searching needs at hand, opened once per edition and process: index, similarity, words, concepts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Generic, TypeVar

from portal import edition, generations
from portal.errors import SearchNotReady
from portal.search import similarity
from portal.search.concepts import CONCEPTS, Concepts
from portal.search.engine.by_whoosh import WhooshEdition
from portal.search.engine.edition import Edition
from portal.search.glossary import GLOSSARY, Glossary
from portal.search.guesses import Guesses
from portal.search.index import arrays_stamp, open_index
from portal.search.lexicon import Lexicon
from portal.search.similarity import Similarity
from portal.search.synonyms import Thesaurus, thesaurus

PREPARING = "Pencarian sedang disiapkan. Coba lagi beberapa detik lagi; halaman lain tetap dapat dibaca."

Source = TypeVar("Source")
Made = TypeVar("Made")


@dataclass(frozen=True, slots=True)
class Knowledge:
    """The concepts, ready to be found in documents and questions."""

    lexicon: Lexicon
    guesses: Guesses


class _Once(Generic[Source, Made]):
    """Makes something of a value and keeps it as long as the value is the same object."""

    def __init__(self, make: Callable[[Source], Made]) -> None:
        self._make = make
        self._kept: tuple[Source, Made] | None = None
        self._lock = Lock()

    def get(self, source: Source) -> Made:
        """What was made of this value."""
        kept = self._kept
        if kept is not None and kept[0] is source:
            return kept[1]
        with self._lock:
            kept = self._kept  # others waited for the lock too: one of them has made it
            if kept is not None and kept[0] is source:
                return kept[1]
            made = self._make(source)
            self._kept = (source, made)
        return made


def _knowledge(concepts: Concepts) -> Knowledge:
    lexicon = Lexicon(concepts)
    return Knowledge(lexicon, Guesses(lexicon))


_knowledges: _Once[Concepts, Knowledge] = _Once(_knowledge)
_thesauri: _Once[Glossary, Thesaurus] = _Once(thesaurus)
_lock = Lock()
_opened: tuple[Path, Edition, Similarity | None] | None = None


def words() -> Thesaurus:
    """The synonyms of the glossary in use."""
    return _thesauri.get(GLOSSARY.get())


def knowledge() -> Knowledge:
    """The concepts in use."""
    return _knowledges.get(CONCEPTS.get())


def index() -> tuple[Edition, Similarity | None]:
    """The index of the edition in use, and which documents are similar. Raises SearchNotReady.

    While its arrays are missing it is searched by Whoosh alone, and looked at again each time. A damaged
    index is put out of use, so that the next look at content/ builds it again; without similarity the
    search is a little worse.
    """
    global _opened
    folder = edition.in_use()
    if folder is None:
        raise SearchNotReady(PREPARING)
    if (opened := _kept(folder)) is not None:
        return opened
    with _lock:
        if (opened := _kept(folder)) is not None:  # others waited for the lock too: one of them has opened it
            return opened
        try:
            found = open_index(folder)
        except SearchNotReady as error:
            generations.discard(folder)
            raise SearchNotReady(PREPARING) from error
        similar = _similar(folder, found)
        _opened = (folder, found, similar)
    return found, similar


def _kept(folder: Path) -> tuple[Edition, Similarity | None] | None:
    """What is opened of this edition already, unless it can be opened better now."""
    opened = _opened
    if opened is None or opened[0] != folder or _is_better_now(opened[1], folder):
        return None
    return opened[1], opened[2]


def _is_better_now(found: Edition, folder: Path) -> bool:
    return isinstance(found, WhooshEdition) and arrays_stamp(folder) is not None


def _similar(folder: Path, found: Edition) -> Similarity | None:
    try:
        return similarity.read(folder, found)
    except (OSError, ValueError):
        return None
