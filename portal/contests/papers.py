"""Papers of contests: the proposal, the minutes of the selection, the article for JIPPNas."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from portal import clock
from portal.contests import drafting, rules
from portal.contests.models import STATE_NAMES, Proposal, Selection, State
from portal.contests.queries import Rules
from portal.documents import Attachment, Blank, Block, Letter, Pairs, Table, known, plain
from portal.documents.pieces import columns, heading, text, written
from portal.government import opd_names, our_government
from portal.government.papers import Paper
from portal.government.sender import Sender, place_and_day
from portal.government.signing import by_agency, by_secretary
from portal.records.labels import written as as_written
from portal.register.models import Innovation, Season
from portal.taxonomy.contests import CONTESTS
from portal.web.figures import long_date, number


@dataclass(frozen=True)
class Dossier:
    """A proposal as it is printed."""

    contest: str
    season: str
    title: str
    office: str
    code: str
    group: str
    category: str
    initiator: str
    applied: str
    sections: tuple[tuple[str, str, int, int, int], ...]  # title, text, words, most words, weight
    dated: date  # of its newest news


def dossier_of(proposal: Proposal, found: Rules) -> Dossier:
    """What the papers of a proposal say."""
    innovation = proposal.innovation
    sections = []
    for one in found.sections:
        said = proposal.text(one.id)
        sections.append((one.title, said, rules.words(said), one.words, one.weight))
    return Dossier(
        contest=f"{found.contest.name} ({found.contest.organiser})",
        season=proposal.season.name,
        title=innovation.title,
        office=opd_names().get(proposal.opd, proposal.opd),
        code=proposal.opd,
        group=found.contest.groups.get(proposal.group, proposal.group),
        category=proposal.category,
        initiator=as_written(innovation, "initiator"),
        applied=long_date(innovation.applied_on) if innovation.applied_on else "",
        sections=tuple(sections),
        dated=clock.local(proposal.last_news_at).date(),
    )


def proposal(found: Dossier, sender: Sender) -> tuple[Letter, ...]:
    """The proposal with its sections."""
    signing = by_agency(sender, found.office, found.code)
    return (
        Letter(
            title="Proposal inovasi",
            layout=sender.layout,
            dated=found.dated,
            author=sender.government.name,
            letterhead=signing.letterhead,
            subject=found.title,
            blocks=tuple(_proposal(found)),
            signatories=(signing.signatory(*place_and_day(sender)),),
        ),
    )


def _proposal(found: Dossier) -> Iterator[Block]:
    yield Pairs(
        (
            ("Lomba", plain(found.contest)),
            ("Musim", plain(found.season)),
            ("Perangkat daerah", plain(found.office)),
            ("Kelompok", known(found.group, "kelompok")),
            *((("Kategori", plain(found.category)),) if found.category else ()),
            ("Inisiator", known(found.initiator, "inisiator")),
            ("Diterapkan", known(found.applied, "waktu penerapan")),
        )
    )
    for title, said, count, most, weight in found.sections:
        share = f", bobot {weight} persen" if weight else ""
        yield heading(title)
        yield from written(said, title.lower())
        yield text(f"({number(count)} dari paling banyak {number(most)} kata{share})")


PAPERS: tuple[Paper[Dossier], ...] = (
    Paper(
        "proposal",
        "Proposal",
        "Semua bagian dengan jumlah katanya, untuk ditandatangani kepala OPD.",
        "Usulan",
        proposal,
    ),
)


@dataclass(frozen=True)
class Minutes:
    """A selection as it was decided; nothing in it changes afterwards."""

    contest: str
    addressee: str  # to whom what was chosen goes; empty where nobody wrote it down
    season: str
    closes: str
    criteria: tuple[tuple[str, str, int], ...]  # id, title, weight
    rows: tuple[Mapping[str, Any], ...]
    note: str
    quota: str
    decided: date
    doubt: bool


def minutes_of(season: Season, selection: Selection, found: Rules) -> Minutes:
    """What the minutes say."""
    edition = found.edition
    quota = ", ".join(
        f"{found.contest.groups[group]} {count}"
        for group, count in (edition.quota if edition else {}).items()
    )
    return Minutes(
        contest=found.contest.name,
        addressee="" if found.contest.citizens else found.contest.organiser,
        season=season.name,
        closes=long_date(season.closes) if season.closes else "",
        criteria=tuple((one.id, one.title, one.weight) for one in found.criteria),
        rows=tuple(selection.rows),
        note=selection.note,
        quota=quota,
        decided=clock.local(selection.at).date(),
        doubt=edition is None or found.contest.sections_status != "V",
    )


def minutes(found: Minutes, sender: Sender) -> tuple[Letter, ...]:
    """Berita acara of the selection, and the letter with which the chosen are sent."""
    sender = replace(sender, dated=found.decided)  # what was decided is the same file on any day
    office = sender.government.planning_agency
    signing = by_agency(sender, _planning_name(), office)
    sending = by_secretary(sender)
    chosen = [one for one in found.rows if one["state"] == State.CHOSEN]
    return (
        Letter(
            title="Berita acara seleksi usulan",
            layout=sender.layout,
            dated=sender.dated,
            author=sender.government.name,
            letterhead=signing.letterhead,
            number=sender.number("berita-acara"),
            subject=f"{found.contest}, {found.season}",
            blocks=tuple(_minutes(found)),
            signatories=(signing.signatory(*place_and_day(sender)),),
            attachments=(Attachment("Nilai rata-rata tiap kriteria", (_means(found),), is_wide=True),),
        ),
        Letter(
            title="Surat pengantar usulan",
            layout=sender.layout,
            dated=sender.dated,
            author=sender.government.name,
            letterhead=sending.letterhead,
            number=sender.number("surat-pengantar"),
            fields=(
                ("Yth.", known(found.addressee, "penerima di provinsi")),
                ("Hal", plain(f"Usulan {found.season}")),
            ),
            blocks=tuple(_cover(found, chosen)),
            signatories=(sending.signatory(*place_and_day(sender)),),
        ),
    )


def _planning_name() -> str:
    code = our_government().planning_agency
    return opd_names().get(code, code)


def _minutes(found: Minutes) -> Iterator[Block]:
    yield Pairs(
        (
            ("Hari, tanggal", (Blank("hari dan tanggal rapat"),)),
            ("Ditetapkan di portal", plain(long_date(found.decided))),
            ("Tim Penilai", (Blank("nama dan jabatan, dengan nomor SK tim"),)),
            ("Kuota", known(found.quota, "kuota menurut pedoman tahun ini")),
        )
    )
    if found.doubt:
        yield text("Kriteria dan bobot di bawah dipakai kantor ini; pedoman tahun berjalan belum diketahui.")
    yield heading("Kriteria")
    rows = tuple((plain(title), plain(str(weight))) for _, title, weight in found.criteria)
    yield Table(columns(("Kriteria", 80), ("Bobot", 20)), rows)
    yield heading("Peringkat dan putusan")
    yield Table(
        columns(("No.", 6), ("Usulan", 32), ("OPD", 14), ("Nilai", 10), ("Putusan", 14), ("Alasan", 24)),
        tuple(
            (
                plain(str(one["rank"] or "–")),
                plain(one["title"]),
                plain(one["opd"]),
                plain(one["score"].replace(".", ",") or "–"),
                plain(STATE_NAMES[State(one["state"])]),
                plain(one["reason"]),
            )
            for one in found.rows
        ),
    )
    if found.note:
        yield heading("Catatan rapat")
        yield from written(found.note, "catatan")


def _means(found: Minutes) -> Table:
    """What assessors gave for each criterion, on a wide page of its own."""
    width = 75 // max(len(found.criteria), 1)
    return Table(
        columns(("Usulan", 25), *((title, width) for _, title, _ in found.criteria)),
        tuple(
            (plain(one["title"]), *(plain(one["means"][key].replace(".", ",")) for key, *_ in found.criteria))
            for one in found.rows
        ),
    )


def _cover(found: Minutes, chosen: list[Mapping[str, Any]]) -> Iterator[Block]:
    yield text(f"Bersama ini kami sampaikan {len(chosen)} usulan {found.season} menurut urutan seleksi.")
    yield Table(
        columns(("No.", 8), ("Usulan", 52), ("Perangkat daerah", 40)),
        tuple(
            (plain(str(place)), plain(one["title"]), plain(opd_names().get(one["opd"], one["opd"])))
            for place, one in enumerate(chosen, 1)
        )
        or (((), (Blank("usulan yang dipilih"),), ()),),
    )


MINUTES: Paper[Minutes] = Paper(
    "berita-acara-seleksi",
    "Berita acara seleksi dan surat pengantar",
    "Peringkat, putusan, dan alasannya, beserta pengantar usulan terpilih.",
    "Seleksi",
    minutes,
)


@dataclass(frozen=True)
class Article:
    """An article for the national network."""

    title: str
    office: str
    code: str
    parts: tuple[tuple[str, str], ...]
    dated: date


def article_of(session: Session, innovation: Innovation, found: Proposal | None) -> Article:
    """Its parts from the newest proposal, else from what the record says."""
    drafts = drafting.drafts(session, innovation)
    parts = []
    for part in CONTESTS.get().jippnas.article:
        said = [(found.text(key) if found else "") or drafts.get(key, "") for key in part.sections]
        for value in (str(getattr(innovation, name) or "").strip() for name in part.fields):
            if not any(value in one for one in said):  # a section drafted from the record holds it already
                said.append(value)
        parts.append((part.title, "\n\n".join(one for one in said if one.strip())))
    name = opd_names().get(innovation.opd, innovation.opd)
    newest = max(innovation.last_news_at, found.last_news_at if found else innovation.last_news_at)
    return Article(innovation.title, name, innovation.opd, tuple(parts), clock.local(newest).date())


def article(found: Article, sender: Sender) -> tuple[Letter, ...]:
    """The article, to be copied part by part."""
    blocks: list[Block] = []
    for title, said in found.parts:
        blocks += [heading(title), *written(said, title.lower())]
    return (
        Letter(
            title="Artikel JIPPNas",
            layout=sender.layout,
            dated=found.dated,
            author=sender.government.name,
            letterhead=sender.letterhead(found.office, found.code),
            subject=found.title,
            blocks=tuple(blocks),
        ),
    )


ARTICLE: Paper[Article] = Paper(
    "artikel-jippnas",
    "Artikel JIPPNas",
    "Delapan bagian artikel, disalin bagian demi bagian.",
    "JIPPNas",
    article,
)
