"""What this room hangs on the pages of others."""

from __future__ import annotations

from flask import render_template

from portal import access
from portal.access import Actor
from portal.contests import queries, replicating
from portal.contests.models import STATE_NAMES
from portal.contests.views.proposals import open_contests
from portal.contests.views.standing import entry_of
from portal.db import reading
from portal.register.models import Innovation, Season
from portal.taxonomy.contests import CONTESTS
from portal.taxonomy.profile import STATUS_WORDS

NETWORK = "jippnas"  # the kind of season that is no contest but a network


def for_season(season: Season) -> str:
    """The contest of a season: its rules, its proposals, how to take part."""
    contest, actor = queries.contest_of(season), access.actor()
    if not access.may(actor, "contests.read"):
        return ""
    if season.kind == NETWORK:
        return _network(actor)
    if contest is None:
        return ""
    found = queries.rules_of(season)
    proposals = queries.of_season(reading(), season, actor)
    return render_template(
        "contests/panel_season.html",
        season=season,
        rules=found,
        proposals=proposals,
        submitted=[one for one in proposals if not one.is_open],
        doubts=STATUS_WORDS,
        may_write=access.opds_where(actor, "contests.write") != frozenset() and season.closed_at is None,
    )


def _network(actor: Actor) -> str:
    """Everything of ours in the national network, as far as the reader may see it."""
    entries, copied = replicating.network(reading(), actor)
    known = CONTESTS.get().jippnas
    return render_template(
        "contests/panel_network.html", entries=entries, copied=copied, jippnas=known, doubts=STATUS_WORDS
    )


def for_innovation(innovation: Innovation) -> str:
    """The contests an innovation took part in, earlier wins, and its entry in the national network."""
    actor = access.actor()
    if not access.may(actor, "contests.read"):
        return ""
    may_write = bool(innovation.opd) and access.may(actor, "contests.write", opd=innovation.opd)
    known = CONTESTS.get()
    return render_template(
        "contests/panel_innovation.html",
        innovation=innovation,
        proposals=queries.of_innovation(reading(), innovation, actor),
        wins=queries.wins_of(reading(), [innovation.id]).get(innovation.id, []),
        names={one.id: one.short for one in known.contests},
        entry=entry_of(innovation.id),
        jippnas=known.jippnas,
        states=STATE_NAMES,
        replications=[
            replicating.standing_of(one) for one in queries.replications_of(reading(), innovation.id)
        ],
        may_write=may_write,
        may_network=bool(innovation.opd) and access.may(actor, replicating.PERMISSION, opd=innovation.opd),
        may_start=may_write and bool(open_contests()),
    )
