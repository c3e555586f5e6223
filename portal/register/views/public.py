"""The register's public face: what the head of the OPD has released, as it was on that day."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from portal.access import allow
from portal.db import reading
from portal.errors import NotFound
from portal.government import our_government
from portal.records.labels import label
from portal.register import queries
from portal.register.models import Innovation
from portal.register.views import blueprint
from portal.register.views.seasons import thawed

SHOWN = ("stage", "form", "technology", "affair", "initiator", "trial_on", "applied_on", "developed_on", "ip")
TEXTS = ("purpose", "design", "benefit", "result", "awards")


@blueprint.get("/inovasi-kita")
@allow("register.read-released", guests=True)
def released() -> ResponseReturnValue:
    """Our own innovations, the newest release first."""
    found = queries.released(reading())
    names = {opd.code: opd.name for opd in our_government().opds}
    return render_template("register/released.html", innovations=found, opds=names)


@blueprint.get("/inovasi-kita/<int:innovation_id>")
@allow("register.read-released", guests=True)
def public(innovation_id: int) -> ResponseReturnValue:
    """One innovation, as its head released it."""
    found = queries.released(reading(), [min(innovation_id, 2**62)])
    if not found or not found[0].released:
        raise NotFound("Inovasi ini tidak ada, atau tidak dibuka untuk umum.")
    innovation, profile = found[0], found[0].released or {}
    unit = our_government().unit(str(profile.get("unit") or ""))
    return render_template(
        "register/public.html",
        innovation=innovation,
        profile=profile,
        opd=our_government().opd(str(profile.get("opd") or "")),
        unit=unit[1] if unit else None,
        facts=[(label(Innovation, name), thawed(name, profile.get(name))) for name in SHOWN],
        texts=[(name, label(Innovation, name), thawed(name, profile.get(name))) for name in TEXTS],
    )
