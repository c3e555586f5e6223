"""What the engine is given: one document with its texts, facets, sort keys and what to show."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from hashlib import blake2b

DIGEST_SIZE = 16


@dataclass(frozen=True, slots=True)
class Document:
    """One thing that can be found.

    `fields` are plain texts whose weights `build()` is given (0 for one that is only shown); `facets`
    may have several values; `sort_keys` are texts (sorted upwards) or numbers (largest first); `stored`
    is what Whoosh's own hits show; `excerpt` names the field that excerpts are cut from ("" for none).
    """

    key: str
    fields: Mapping[str, str]
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sort_keys: Mapping[str, str | float] = field(default_factory=dict)
    stored: Mapping[str, object] = field(default_factory=dict)
    excerpt: str = ""

    def digest(self) -> bytes:
        """Name the content: two documents with the same digest are indexed alike."""
        small = [
            self.key,
            {name: list(values) for name, values in self.facets.items()},
            dict(self.sort_keys),
            self.stored,
            self.excerpt,
        ]
        texts = [part for pair in sorted(self.fields.items()) for part in pair]
        lengths = json.dumps([small, [len(text) for text in texts]], sort_keys=True)
        whole = "".join([lengths, *texts]).encode("utf-8", "surrogatepass")
        return blake2b(whole, digest_size=DIGEST_SIZE).digest()


@dataclass(frozen=True, slots=True)
class Promise:
    """A document that an earlier edition has already, made only where its index turns out not to hold it."""

    key: str
    known: bytes
    make: Callable[[], Document]

    def digest(self) -> bytes:
        """Name the content, as the document itself would."""
        return self.known
