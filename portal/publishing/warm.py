"""What all processes of a server share: read once of the edition in use, before they are forked."""

from __future__ import annotations

from contextlib import suppress

from portal.errors import SearchNotReady
from portal.publishing.publish import PARTS
from portal.search import opened
from portal.search.suggestions import suggestions


def warm() -> None:
    """Read every part, open the search and make the suggestions; what is not there yet is read when asked
    for.
    """
    for part in PARTS:
        part.get()
    with suppress(SearchNotReady):
        opened.index()
        opened.words()
        suggestions()
