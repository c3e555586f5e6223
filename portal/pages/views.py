"""Help pages."""

from __future__ import annotations

from collections.abc import Iterator

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from portal.access import allow
from portal.errors import NotFound
from portal.pages.files import PAGES, RenderedPage
from portal.pages.shelf import groups, help_for
from portal.search.others import Thing
from portal.web.fresh import fresh

blueprint = Blueprint("pages", __name__, template_folder="templates")


def help_here() -> RenderedPage | None:
    """The help for the page that is being shown."""
    return help_for(request.path, PAGES.get().values())


@blueprint.get("/bantuan")
@allow("portal.open", guests=True)
@fresh
def index() -> ResponseReturnValue:
    """All help pages by what they are for."""
    return render_template("pages/index.html", groups=groups(PAGES.get().values()))


@blueprint.get("/halaman/<slug>")
@allow("portal.open", guests=True)
@fresh
def show(slug: str) -> ResponseReturnValue:
    """One help page."""
    page = PAGES.get().get(slug)
    if page is None:
        raise NotFound("Halaman ini tidak ada. Mungkin alamatnya berubah.")
    return render_template("pages/show.html", page=page)


def things() -> Iterator[Thing]:
    """Every help page, for the search."""
    for page in PAGES.get().values():
        permission = "search.misses" if page.audience == "kurator" else ""
        key = {"slug": page.slug}
        yield Thing("bantuan", page.title, "pages.show", key, page.summary, permission=permission)
