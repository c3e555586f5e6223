"""Is the portal well? Database, trail, disk, queue and content, each asked for itself.

Strangers are told a word and codes; sentences are for who runs the portal, on a page or by `portal sehat`.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from flask import current_app
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from portal import audit, clock, safekeeping
from portal.config import Settings
from portal.db.engines import reading_only
from portal.db.troubles import told
from portal.db.upgrading import newest, reached
from portal.generations import MIN_FREE
from portal.jobs.health import Standing, standing
from portal.publishing.publish import status
from portal.web.figures import moment

MB = 1024**2
NO_ROOM = 16 * MB  # bytes free below which nothing can be stored safely
SHOWN = 10  # problems of content
AHEAD = timedelta(minutes=5)  # that the trail may be of the clock, where two machines write it
OK, DEGRADED, BROKEN = "ok", "degraded", "broken"


@dataclass(frozen=True)
class Finding:
    """One thing that is not well."""

    code: str  # for machines; the same word in the docs
    said: str
    to_do: str
    is_broken: bool = False  # people cannot work; else they can, and something needs a hand


@dataclass
class Health:
    """What a look at everything found."""

    findings: list[Finding] = field(default_factory=list)
    facts: dict[str, str] = field(default_factory=dict)  # label -> value, for who runs the portal

    @property
    def status(self) -> str:
        """One word for all of it."""
        if any(finding.is_broken for finding in self.findings):
            return BROKEN
        return DEGRADED if self.findings else OK

    @property
    def codes(self) -> list[str]:
        """What is not well, each code once."""
        return list(dict.fromkeys(finding.code for finding in self.findings))


def look() -> Health:
    """Look at everything; what fails while it is looked at is a finding, never an error."""
    settings: Settings = current_app.extensions["settings"]
    found = Health()
    found.findings += _database(current_app.extensions["engine"], found.facts)
    found.findings += _disks(settings, found.facts)
    found.findings += _content(settings, found.facts)
    found.findings += _backup(settings, found.facts)
    return found


def _database(engine: Engine, facts: dict[str, str]) -> Iterator[Finding]:
    mend = "Hentikan portal, pindahkan yang rusak, lalu pulihkan cadangan: portal restore BERKAS."
    try:
        with Session(reading_only(engine)) as session:
            if engine.dialect.name != "postgresql":  # what a connection remembers says nothing about the file
                session.connection().exec_driver_sql("PRAGMA shrink_memory")
            facts["Basis data"] = "PostgreSQL" if engine.dialect.name == "postgresql" else "SQLite"
            at = facts["Migrasi basis data"] = reached(session.connection())
            if at != newest():
                yield Finding(
                    "schema",
                    f"Basis data di migrasi {at}, sedangkan versi portal ini memerlukan {newest()}.",
                    "Jalankan portal dari versi yang sesuai, atau mulai lagi portal ini agar diperbarui.",
                    is_broken=True,
                )
                return
            yield from _trail(session, facts)
            yield from _queue(standing(session), facts)
    except SQLAlchemyError as error:
        current_app.logger.error("the database is not well", exc_info=error)
        yield Finding("database", told(error), mend, is_broken=True)


def _trail(session: Session, facts: dict[str, str]) -> Iterator[Finding]:
    noted, last = audit.service.head(session), audit.service.last(session)
    facts["Baris terakhir jejak audit"] = str(noted[0] if noted else 0)
    if last and last[1] > clock.now() + AHEAD:
        yield Finding(
            "clock",
            "Jam mesin tertinggal dari baris terakhir jejak audit, jadi jam itu salah sekarang atau dahulu.",
            "Betulkan jam mesin (misalnya dengan NTP); tenggat dan masa berlaku memakai jam itu.",
        )
    note = audit.checked.read()
    if note and not note.is_sound:
        yield Finding(
            "trail",
            "Pemeriksaan terakhir menemukan jejak audit tidak utuh.",
            "Jangan ubah apa pun. Jalankan: portal audit verify --full, lalu bandingkan dengan cadangan.",
        )
    if noted != (last and last[0]):
        yield Finding(
            "trail",
            "Ujung jejak audit tidak sama dengan yang dicatat di sampingnya.",
            "Jangan ubah apa pun. Jalankan: portal audit verify, lalu bandingkan dengan cadangan.",
            is_broken=True,
        )


def _queue(found: Standing, facts: dict[str, str]) -> Iterator[Finding]:
    facts["Pekerjaan"] = f"{found.waiting} menunggu, {found.running} berjalan"
    if found.is_stuck:
        yield Finding(
            "queue",
            "Antrean pekerjaan tidak bergerak: tidak ada proses yang mengerjakannya.",
            "Lihat catatan portal, lalu mulai lagi portal (atau: portal jobs run).",
        )
    if found.failed:
        yield Finding(
            "jobs",
            f"{found.failed} pekerjaan gagal dalam 24 jam terakhir karena gangguan portal.",
            "Lihat Antrean pekerjaan; sebabnya ada di catatan portal. Bila sudah beres, minta lagi.",
        )


def _backup(settings: Settings, facts: dict[str, str]) -> Iterator[Finding]:
    """The last backup, where one was ever made here; that none was is said in the list of first steps."""
    kept, now = safekeeping.last(settings.instance), clock.now()
    facts["Cadangan terakhir"] = moment(kept.good_at) if kept.good_at else "belum pernah"
    if kept.is_failing():
        yield Finding(
            "backup", f"Cadangan terakhir gagal: {kept.said}", "Betulkan, lalu: portal backup BERKAS."
        )
    elif kept.good_at and kept.is_old(now, settings.backup_days):
        days = (now - kept.good_at).days
        yield Finding(
            "backup",
            f"Cadangan terakhir sudah {days} hari.",
            "Periksa jadwalnya, lalu: portal backup BERKAS.",
        )


def _disks(settings: Settings, facts: dict[str, str]) -> Iterator[Finding]:
    wanted = max(MIN_FREE, settings.evidence_keep_free_mb * MB)
    for name, folder in (("instance", settings.instance), ("indeks", settings.index)):
        place = _nearest(folder)
        try:
            free, flags = shutil.disk_usage(place).free, os.statvfs(place).f_flag
        except OSError:
            yield Finding("disk", f"Folder {name} tidak terbaca.", "Periksa disk dan haknya.", is_broken=True)
            continue
        facts[f"Ruang kosong ({name})"] = f"{free // MB} MB"
        if flags & os.ST_RDONLY or not os.access(place, os.W_OK):
            said = f"Folder {name} hanya dapat dibaca."
            yield Finding("disk", said, "Periksa disk dan hak foldernya.", is_broken=True)
        elif free < wanted:
            said = f"Ruang simpan untuk folder {name} tinggal {free // MB} MB."
            yield Finding("disk", said, "Kosongkan sebagian disk.", is_broken=free < NO_ROOM)


def _nearest(folder: Path) -> Path:
    """The folder, or the one in which it will be made."""
    return next(place for place in (folder, *folder.parents) if place.exists())


def _content(settings: Settings, facts: dict[str, str]) -> Iterator[Finding]:
    found = status(settings)
    facts["Terbitan"] = str(found["edition"] or "belum ada")
    checked = found["checked_at"]
    facts["Isi diperiksa pada"] = moment(datetime.fromisoformat(checked)) if checked else "belum pernah"
    facts["Cache pencarian"] = "siap" if found["search_cache"] == "ready" else "sedang disiapkan"
    if found["content"] in ("refused", "failed"):
        problems = [problem for problem in found["problems"] if ": peringatan: " not in problem]
        said = "Isi yang terakhir disimpan belum terbit; terbitan lama tetap dipakai."
        yield Finding("content", said, "Perbaiki yang disebut di bawah, lalu: portal publish.")
        for problem in problems[:SHOWN]:
            yield Finding("content", problem, "")
        if len(problems) > SHOWN:
            yield Finding("content", f"Dan {len(problems) - SHOWN} lagi.", "Semuanya: portal content check.")
    if found["search"] != "ready":
        said = "Indeks pencarian belum siap."
        yield Finding("search", said, "Tunggu: portal membuatnya sendiri. Bila lama: portal publish.")
