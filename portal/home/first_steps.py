"""What a portal needs before people rely on it; each step is worked out from facts and goes once done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask import Flask, current_app, request, url_for
from sqlalchemy.orm import Session

from portal import clock, safekeeping
from portal.access import Role
from portal.accounts import queries
from portal.config import Settings
from portal.government import GOVERNMENTS
from portal.web.figures import moment

NAMED = 5  # OPDs in a sentence


@dataclass(frozen=True)
class Step:
    """One step: how it stands, and where it is done: a page, a line of settings.toml or a command."""

    title: str
    said: str
    is_done: bool
    url: str = ""
    type_in: str = ""


Source = Callable[[Session], Step]


def add(app: Flask, source: Source) -> None:
    """Let a room of a higher storey add its step."""
    app.extensions.setdefault("first_steps", []).append(source)


def steps(session: Session) -> list[Step]:
    """Every step, in the order in which they are taken."""
    settings: Settings = current_app.extensions["settings"]
    held = queries.held(session, clock.today())
    return [
        _government(settings),
        _people(held),
        _heads(held),
        _address(settings),
        _proxy(settings),
        *(source(session) for source in current_app.extensions.get("first_steps", [])),
        _backup(settings),
    ]


def _government(settings: Settings) -> Step:
    title, line = "Isi pemerintah daerah", f"content/government/{settings.government}.yaml"
    government = GOVERNMENTS.get().get(settings.government)
    if government is None:
        return Step(
            title, f"Berkas {line} tidak ada atau belum benar.", False, url_for("home.health_details"), line
        )
    lacks = [
        name
        for name, value in (
            ("OPD", government.opds),
            ("misi RPJMD", government.plan.missions),
            ("kebutuhan", government.needs),
        )
        if not value
    ]
    if lacks:
        return Step(title, f"{government.name}: belum ada {', '.join(lacks)}.", False, type_in=line)
    found = f"{government.name}: {len(government.opds)} OPD, {len(government.plan.missions)} misi, "
    return Step(title, f"{found}{len(government.needs)} kebutuhan.", True)


def _people(held: list[tuple[int, Role, str | None]]) -> Step:
    people = {account for account, _, _ in held}
    lacks = [role for role in (Role.OPERATOR, Role.CURATOR) if all(one is not role for _, one, _ in held)]
    url = url_for("accounts.import_form")
    if lacks:
        return Step("Orang", f"{len(people)} orang berperan; belum ada {' dan '.join(lacks)}.", False, url)
    return Step("Orang", f"{len(people)} orang berperan.", True, url)


def _heads(held: list[tuple[int, Role, str | None]]) -> Step:
    heads = {opd for _, role, opd in held if role is Role.HEAD and opd}
    without = sorted({opd for _, role, opd in held if role is Role.OPERATOR and opd} - heads)
    url = url_for("accounts.index")
    if without:
        more = f" dan {len(without) - NAMED} lagi" if len(without) > NAMED else ""
        said = (
            f"Belum ada kepala di {', '.join(without[:NAMED])}{more}, jadi usulannya tidak dapat disetujui."
        )
        return Step("Kepala OPD", said, False, url)
    if not heads:
        return Step("Kepala OPD", "Belum ada kepala OPD, jadi tidak ada yang menyetujui.", False, url)
    return Step("Kepala OPD", f"{len(heads)} OPD punya kepala.", True, url)


def _address(settings: Settings) -> Step:
    title = "Alamat portal"
    if settings.address:
        return Step(title, settings.address, True)
    said = "Belum ditulis, jadi surat dan dokumen memakai alamat yang kebetulan dibuka."
    return Step(title, said, False, type_in='address = "https://…"')


def _proxy(settings: Settings) -> Step:
    """Is whoever stands before the portal known to it? Seen in this very request."""
    title, line = "Proksi dan HTTPS", "trusted_proxies = 1"
    is_forwarded = "X-Forwarded-For" in request.headers
    if is_forwarded and not settings.trusted_proxies:
        said = (
            "Halaman ini datang lewat proksi yang belum dikenali, jadi semua pembaca tampak dari satu alamat."
        )
        return Step(title, said, False, type_in=line)
    if settings.trusted_proxies and not is_forwarded:
        said = (
            "Pengaturan menyebut proksi, tetapi halaman ini datang tanpanya; alamat pembaca dapat dipalsukan."
        )
        return Step(title, said, False, type_in="trusted_proxies = 0")
    if not request.is_secure:
        said = (
            "Halaman ini dibuka tanpa HTTPS. Pasang proksi, misalnya Caddy atau nginx; contohnya di deploy/."
        )
        return Step(title, said, False, type_in=line)
    return Step(title, "Halaman ini datang lewat HTTPS.", True)


def _backup(settings: Settings) -> Step:
    kept, now = safekeeping.last(settings.instance), clock.now()
    title, line = "Cadangan", "portal backup /media/tiru.tar"
    if not settings.backup_days:
        return Step(title, "Dibuat dengan cara lain (backup_days = 0).", True)
    if kept.is_failing():
        return Step(title, f"Yang terakhir gagal: {kept.said}", False, url_for("home.health_details"), line)
    if kept.good_at is None:
        said = "Belum pernah dibuat. Jadwalkan setiap malam; contohnya di deploy/systemd/."
        return Step(title, said, False, type_in=line)
    is_old = kept.is_old(now, settings.backup_days)
    return Step(title, f"Yang terakhir {moment(kept.good_at)}.", not is_old, type_in=line if is_old else "")
