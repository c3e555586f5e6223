"""Taking an import of figures back: what it added goes, what it corrected returns, and nothing else changes.

A figure that somebody changed since stays as it is, and is told. A source that the import brought goes where
nothing cites it any more.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from portal import jobs
from portal.access import Actor
from portal.benchmark.door import KIND, WHOSE, Told, path_of, recover, snapshot_of_files, write
from portal.benchmark.regionfiles import with_figures
from portal.config import Settings
from portal.errors import RuleViolation
from portal.publishing.changes import Transaction
from portal.publishing.writing import locked
from portal.records import imports
from portal.records.imports import TableImport
from portal.records.limits import check_reason
from portal.regions import IndicatorValue, Region
from portal.sources import Source


@dataclass
class Back:
    """What taking back does to the file of one region."""

    restored: dict[int, IndicatorValue] = field(default_factory=dict)  # place -> the figure before
    removed: set[int] = field(default_factory=set)  # places
    sources: list[Source] = field(default_factory=list)  # that the import brought
    left: list[str] = field(default_factory=list)

    @property
    def count(self) -> int:
        """How many figures change."""
        return len(self.restored) + len(self.removed)


def take_back(
    transaction: Transaction,
    settings: Settings,
    actor: Actor,
    import_id: int,
    *,
    reason: str,
    task: jobs.Task | None = None,
) -> list[str]:
    """Take an import back and publish; gives what was left as people changed it since.

    Raises NotFound where there is none to take back, RuleViolation without a reason or where nothing of it
    stands any more, InvalidContent where the gate refuses (the files are then as they were).
    """
    check_reason(reason, "reason")
    with locked(settings):
        recover(transaction, settings)
        with transaction() as session:
            made = imports.to_undo(session, import_id, KIND, WHOSE).made
        backs = plan(settings, made)
        left = [said for back in backs.values() for said in back.left]
        changed = {region: back for region, back in backs.items() if back.count}
        if not changed:
            raise RuleViolation(
                "Semua angka dari impor ini sudah diubah sesudahnya, jadi tidak ada yang dibatalkan."
            )
        before = {region: path_of(settings, region).read_text("utf-8") for region in sorted(changed)}
        texts = {region: (text, _without(text, changed[region])) for region, text in before.items()}
        counts = {
            "dikembalikan": sum(len(back.restored) for back in changed.values()),
            "dikeluarkan": sum(len(back.removed) for back in changed.values()),
        }
        told = Told(import_id, counts, reason, actor, task, is_back=True, left=tuple(left))
        write(transaction, settings, texts, told)
        return left


def plan(settings: Settings, made: Mapping[str, list[Any]]) -> dict[str, Back]:
    """What taking back would do, by region."""
    regions = snapshot_of_files(settings).regions
    now = {former: region for region in regions.values() for former in (*region.former_ids, region.id)}
    backs: dict[str, Back] = {}
    for entry in made["figures"]:
        after = IndicatorValue.model_validate(entry["after"])
        region = now.get(entry["region"])
        if region is None:
            gone = backs.setdefault("", Back())
            gone.left.append(f"Wilayah {entry['region']} tidak ada lagi.")
            continue
        back = backs.setdefault(region.id, Back())
        place = _place(region, after, {*back.restored, *back.removed})
        if place is None:
            back.left.append(
                f"{region.name}, {after.indicator} {after.year}: sudah diubah sesudah impor, jadi dibiarkan."
            )
        elif entry["before"]:
            back.restored[place] = IndicatorValue.model_validate(entry["before"])
        else:
            back.removed.add(place)
        if entry["source"]:
            back.sources.append(Source.model_validate(entry["source"]))
    return backs


def figures_of(kept: TableImport) -> int:
    """How many figures an import wrote."""
    return len(kept.made["figures"])


def _place(region: Region, figure: IndicatorValue, taken: Iterable[int]) -> int | None:
    places = (place for place, one in enumerate(region.indicators) if one == figure and place not in taken)
    return next(places, None)


def _without(text: str, back: Back) -> str:
    """The text of a region's file after taking back; a source goes with the last word that cites it."""
    after = with_figures(text, changed=back.restored, removed=back.removed)
    uncited = [one.id for one in back.sources if len(re.findall(rf"\b{re.escape(one.id)}\b", after)) == 1]
    return with_figures(after, removed_sources=uncited) if uncited else after
