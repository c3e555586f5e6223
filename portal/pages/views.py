"""Help pages."""

from __future__ import annotations

from collections.abc import Iterator

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from portal.access import allow
from portal.errors import NotFound
from portal.pages.files import PAGES
from portal.search.others import Thing

blueprint = Blueprint("pages", __name__, template_folder="templates")


@blueprint.get("/halaman/<slug>")
@allow("portal.open", guests=True)
def show(slug: str) -> ResponseReturnValue:
    """One help page."""
    page = PAGES.get().get(slug)
    if page is None:
        raise NotFound("Halaman ini tidak ada. Mungkin alamatnya berubah.")
    return render_template("pages/show.html", page=page)


def things() -> Iterator[Thing]:
    """Every help page, for the search."""
    for page in PAGES.get().values():
        yield Thing("bantuan", page.title, "pages.show", {"slug": page.slug}, page.summary)
