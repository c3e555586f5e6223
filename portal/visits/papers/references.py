"""The sources of a pocket book: one list, each source once, numbered as they are first cited."""

from __future__ import annotations

from portal.documents import Note
from portal.sources import Source
from portal.web.figures import partial_date


class References:
    """Gives every source its number; sources are told apart by their address, or by who lists them."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._sources: list[Source] = []

    def number(self, owner: str, source: Source) -> int:
        """The number of a source, a new one where it was not cited before."""
        key = source.url or f"{owner}:{source.id}"
        if key not in self._numbers:
            self._sources.append(source)
            self._numbers[key] = len(self._sources)
        return self._numbers[key]

    def notes(self) -> tuple[Note, ...]:
        """The list as it is printed."""
        return tuple(
            Note(place, f"{one.title}. {one.publisher}, {partial_date(one.date)}.", one.url)
            for place, one in enumerate(self._sources, 1)
        )
