"""The portal on the start screen of a telephone: its manifest and its pictures there."""

from __future__ import annotations

from flask import jsonify, request, url_for
from flask.typing import ResponseReturnValue

from portal import edition
from portal.access import allow
from portal.documents import picture
from portal.errors import NotFound
from portal.home.views import blueprint, frame
from portal.web.addresses import root
from portal.web.attachments import attachment
from portal.web.static import FOLDER

SIZES = (180, 192, 512)  # pixels: iOS, Android, its splash screen
GREEN, PAPER = "#0a5a56", "#fbfaf6"


@blueprint.get("/tiru.webmanifest")
@allow("portal.open", guests=True)
def manifest() -> ResponseReturnValue:
    """What a telephone asks before it offers to install (W3C Web Application Manifest)."""
    named = frame()
    title = f"{named['portal_name']} {named['government_short']}".strip()
    kind = {"type": "image/png", "purpose": "any maskable"}
    icons = [{"src": url_for(".icon", size=size), "sizes": f"{size}x{size}", **kind} for size in SIZES[1:]]
    answer = jsonify(
        id=f"{root()}/",
        name=title,
        short_name=named["portal_name"][:12],
        description=named["portal_tagline"],
        lang="id",
        start_url=url_for(".show"),
        scope=url_for(".show"),
        display="minimal-ui",
        theme_color=GREEN,
        background_color=PAPER,
        icons=icons,
    )
    answer.content_type = "application/manifest+json"
    return answer


@blueprint.get("/ikon-<int:size>.png")
@allow("portal.open", guests=True)
def icon(size: int) -> ResponseReturnValue:
    """The portal's mark as a square picture."""
    if size not in SIZES:
        raise NotFound("Ikon dengan ukuran ini tidak ada.")
    values = {"points": size / 2, "mark": (FOLDER / "icon.svg").read_text("utf-8")}
    drawn = picture("mark.typ", values, keep=edition.papers())
    response = attachment(drawn, "image/png", f"ikon-{size}.png", how="inline")
    response.add_etag()
    return response.make_conditional(request)
