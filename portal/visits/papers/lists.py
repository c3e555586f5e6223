"""Lists that travel with the delegation: participants, rundown, questions, attendance."""

from __future__ import annotations

from collections.abc import Iterator

from portal.documents import Block, Letter, Pairs, Table, known, plain
from portal.documents.pieces import columns, lines, text
from portal.government.sender import Sender, place_and_day
from portal.visits.papers.dossier import Dossier
from portal.visits.papers.parts import NONE, agenda_table, host_name, people_table, signatory, span

SPARE_ROWS = 9  # on the attendance list, for the host's people
SIGNING_MM = 11  # a row that somebody signs in
ANSWER_MM = 24  # a row that an answer is written in


def _letter(
    dossier: Dossier,
    sender: Sender,
    title: str,
    blocks: Iterator[Block],
    *,
    is_wide: bool = False,
    signs: str = "",
) -> tuple[Letter, ...]:
    post = sender.head_of(dossier.opd) if signs == "head" else signs
    return (
        Letter(
            title=title,
            layout=sender.layout,
            dated=sender.dated,
            author=sender.government.name,
            letterhead=sender.letterhead(dossier.opd, dossier.opd_code),
            subject=dossier.title,
            blocks=tuple(blocks),
            signatories=(signatory(post, opening=place_and_day(sender)),) if post else (),
            is_wide=is_wide,
        ),
    )


def _head(dossier: Dossier) -> Block:
    return Pairs(
        (
            ("Tuan rumah", plain(host_name(dossier))),
            ("Hari/tanggal", known(span(dossier.starts, dossier.ends), "tanggal")),
            ("Tempat", known(dossier.host.place, "tempat")),
        )
    )


def participants(dossier: Dossier, sender: Sender) -> tuple[Letter, ...]:
    """Daftar peserta; NIP masked, no private number of anybody."""

    def blocks() -> Iterator[Block]:
        yield _head(dossier)
        yield people_table(dossier.delegates)
        yield text("NIP disamarkan: daftar ini dibagikan ke luar.")

    return _letter(dossier, sender, "Daftar Peserta", blocks(), signs="head")


def rundown(dossier: Dossier, sender: Sender) -> tuple[Letter, ...]:
    """Jadwal: planned and actual."""

    def blocks() -> Iterator[Block]:
        yield _head(dossier)
        yield agenda_table(dossier.agenda, dossier.zone, with_actual=True, is_wide=True)

    return _letter(dossier, sender, "Jadwal Kegiatan", blocks(), is_wide=True, signs="head")


def questions(dossier: Dossier, sender: Sender) -> tuple[Letter, ...]:
    """Daftar pertanyaan, with room for the answer and the document received."""

    def blocks() -> Iterator[Block]:
        yield _head(dossier)
        yield answers(dossier) if any(one.answer for one in dossier.questions) else _answer_sheet(dossier)

    return _letter(dossier, sender, "Daftar Pertanyaan", blocks(), is_wide=True)


def _answer_sheet(dossier: Dossier) -> Table:
    """Questions with room to write beside them."""
    rows = tuple(
        (
            plain(str(one.number)),
            lines(
                one.text,
                f"Tema: {one.theme}" if one.theme else "",
                f"Kepada: {one.to_whom}" if one.to_whom else "",
                f"Penanya: {one.asked_by}" if one.asked_by else "",
                f"Yang sudah diketahui: {one.known}" if one.known else "",
            ),
            (),
            (),
            (),
        )
        for one in dossier.questions
    )
    heads = columns(
        ("No.", 5), ("Pertanyaan", 33), ("Jawaban", 34), ("Dijawab oleh", 13), ("Dokumen diterima", 15)
    )  # fmt: skip
    return Table(heads, rows, row_mm=ANSWER_MM)


def answers(dossier: Dossier) -> Table:
    """Questions with what came back; what stayed open says so."""
    rows = tuple(
        (
            plain(str(one.number)),
            lines(one.text, f"Tema: {one.theme}" if one.theme else ""),
            lines(one.answer, f"Angka: {one.figure}" if one.figure else "") or plain("Belum terjawab."),
            plain(one.answered_by or NONE),
            plain(one.document or NONE),
        )
        for one in dossier.questions
    )
    heads = columns(
        ("No.", 6), ("Pertanyaan", 30), ("Jawaban", 36), ("Dijawab oleh", 14), ("Dokumen", 14)
    )  # fmt: skip
    return Table(heads, rows)


def attendance(dossier: Dossier, sender: Sender) -> tuple[Letter, ...]:
    """Daftar hadir: our people by name, empty rows for the host's."""

    def blocks() -> Iterator[Block]:
        yield _head(dossier)
        ours = [
            (plain(str(place)), plain(one.name), lines(one.post, one.opd), ())
            for place, one in enumerate(dossier.delegates, 1)
        ]
        spare = [(plain(str(len(ours) + place)), (), (), ()) for place in range(1, SPARE_ROWS + 1)]
        heads = columns(("No.", 7), ("Nama", 33), ("Jabatan dan instansi", 38), ("Tanda tangan", 22))
        yield Table(heads, (*ours, *spare), row_mm=SIGNING_MM)

    return _letter(dossier, sender, "Daftar Hadir", blocks())
