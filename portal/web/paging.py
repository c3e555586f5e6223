"""Pages of a long list, addressed by ?hal=2 beside whatever else the address says."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from flask import request
from werkzeug.datastructures import MultiDict
from werkzeug.urls import iri_to_uri

from portal.web.addresses import here
from portal.web.filters import number


@dataclass(frozen=True)
class Paging:
    """Where in a list of `total` things this page stands."""

    page: int
    total: int
    size: int

    @property
    def offset(self) -> int:
        """How many things stand before this page."""
        return (self.page - 1) * self.size

    @property
    def last(self) -> int:
        """The number of the last page; 1 for an empty list."""
        return max(1, -(-self.total // self.size))

    @property
    def offered(self) -> list[int]:
        """The page numbers to offer: first, last, and those around the present one."""
        near = {1, self.last, *range(self.page - 2, self.page + 3)}
        return sorted(number for number in near if 1 <= number <= self.last)

    def url(self, page: int) -> str:
        """This very list at another page."""
        kept = MultiDict(request.args)
        kept.setlist("hal", [str(page)])
        pairs = [(name, value) for name, value in kept.items(multi=True) if value]
        return f"{iri_to_uri(here())}?{urlencode(pairs)}"


def paging(total: int, size: int) -> Paging:
    """The page that the address asks for; one past the end shows the last."""
    asked = number(request.args.get("hal", "")) or 1
    return Paging(min(asked, Paging(1, total, size).last), total, size)
