"""The papers of the results: notula, laporan hasil perjalanan dinas, rencana tindak lanjut (RTL)."""

from __future__ import annotations

from collections.abc import Iterator

from portal.documents import Block, Inlines, Letter, Pairs, Table, known, plain
from portal.documents.pieces import columns, heading, lines, listed, subheading, text, written
from portal.government.sender import Sender, place_and_day
from portal.visits.papers.dossier import MODE_NAMES, Dossier, FollowUp
from portal.visits.papers.lists import answers
from portal.visits.papers.parts import (
    NONE,
    agenda_table,
    clock_time,
    host_name,
    kind_of_visit,
    people_table,
    rupiah,
    short_date,
    signatory,
    span,
)
from portal.web.figures import long_date

SIGNING_MM = 13


def minutes(dossier: Dossier, sender: Sender) -> tuple[Letter, ...]:
    """Notula: who met, what was asked and answered, what was agreed, who does what by when."""
    chair, writer = dossier.chair, dossier.with_role("pencatat")
    return (
        Letter(
            title="Notula",
            layout=sender.layout,
            dated=sender.dated,
            author=sender.government.name,
            letterhead=sender.letterhead(dossier.opd, dossier.opd_code),
            number=sender.number("notula"),
            fields=tuple(_meeting(dossier)),
            blocks=tuple(_discussed(dossier)),
            signatories=(
                signatory("Notulis", who=writer),
                signatory("Pimpinan rombongan", opening=place_and_day(sender), who=chair),
            ),
        ),
    )


def _meeting(dossier: Dossier) -> Iterator[tuple[str, Inlines]]:
    chair, writer = dossier.chair, dossier.with_role("pencatat")
    held = next((one for one in dossier.agenda if one.actual_starts), None)
    time = clock_time(held.actual_starts, held.actual_ends, dossier.zone) if held else ""
    yield "Kunjungan", plain(dossier.title)
    yield "Tuan rumah", plain(host_name(dossier))
    yield "Hari/tanggal", known(span(dossier.starts, dossier.ends), "hari dan tanggal")
    yield "Waktu", known(time, "waktu pelaksanaan")
    yield "Tempat", known(dossier.host.place, "tempat")
    yield "Pimpinan", known(chair.name if chair else "", "nama")
    yield "Pencatat", known(writer.name if writer else "", "nama")
    yield "Peserta", plain(f"{len(dossier.delegates)} orang (daftar hadir terlampir)")


def _discussed(dossier: Dossier) -> Iterator[Block]:
    yield heading("1. Agenda")
    yield from listed(
        [
            f"{one.activity}{f' ({one.speaker})' if one.speaker else ''}"
            for one in dossier.agenda
            if not one.is_cancelled
        ],
        what="agenda",
    )
    yield heading("2. Pembahasan")
    if dossier.questions:
        yield answers(dossier)
    else:
        yield from written("", "pokok bahasan, pembicara, ringkasan")
    yield heading("3. Kesimpulan dan kesepakatan")
    yield from listed(dossier.report.decided, what="kesimpulan dan kesepakatan")
    yield heading("4. Tindak lanjut")
    yield from listed([_duty(one) for one in dossier.follow_ups], what="siapa, melakukan apa, kapan")


def _duty(one: FollowUp) -> str:
    who = ", ".join(part for part in (one.post, one.opd) if part)
    until = f"paling lambat {long_date(one.ends)}" if one.ends else ""
    tail = "; ".join(part for part in (who, until) if part)
    return f"{one.action} ({tail})" if tail else one.action


def travel_report(dossier: Dossier, sender: Sender) -> tuple[Letter, ...]:
    """Laporan hasil perjalanan dinas: basis, time, purpose, results, recommendation, signatures of all."""
    return (
        Letter(
            title="Laporan Hasil Perjalanan Dinas" if dossier.mode == "perjalanan" else "Laporan Hasil Studi",
            layout=sender.layout,
            dated=sender.dated,
            author=sender.government.name,
            letterhead=sender.letterhead(dossier.opd, dossier.opd_code),
            number=sender.number("laporan"),
            subject=dossier.title,
            blocks=(*_report_head(dossier), *_results(dossier), *_report_end(dossier)),
            signatories=(signatory(sender.head_of(dossier.opd), opening=place_and_day(sender)),),
        ),
    )


def _report_head(dossier: Dossier) -> Iterator[Block]:
    yield heading("I. Dasar")
    yield from listed(dossier.basis, what="dasar, surat tugas, dan SPD")
    yield heading("II. Waktu, tujuan, dan peserta")
    yield Pairs(
        (
            ("Bentuk", plain(MODE_NAMES[dossier.mode])),
            ("Waktu", known(span(dossier.starts, dossier.ends), "tanggal")),
            ("Tujuan", plain(host_name(dossier))),
            ("Tempat", known(dossier.host.place, "tempat")),
            ("Peserta", plain(f"{len(dossier.delegates)} orang")),
        )
    )
    if dossier.delegates:
        yield people_table(dossier.delegates)
    yield heading("III. Maksud dan keperluan")
    yield text(dossier.need.title)
    yield from written(dossier.purpose, "maksud")
    yield heading("IV. Pelaksanaan")
    if dossier.agenda:
        yield agenda_table(dossier.agenda, dossier.zone, with_actual=True)
    else:
        yield from written("", "jadwal yang terlaksana")


def _results(dossier: Dossier) -> Iterator[Block]:
    report = dossier.report
    yield heading("V. Hasil")
    yield from written(report.summary, "ringkasan hasil")
    yield from written(report.results, "") if report.results else ()
    if dossier.questions:
        answered = sum(bool(one.answer) for one in dossier.questions)
        yield subheading("Jawaban atas daftar pertanyaan")
        yield text(f"{answered} dari {len(dossier.questions)} pertanyaan terjawab.")
        yield answers(dossier)
    if report.comparisons:
        yield subheading("Perbandingan keadaan")
        rows = tuple(
            (plain(one.aspect), plain(one.theirs or NONE), plain(one.ours or NONE), plain(one.note or NONE))
            for one in report.comparisons
        )
        heads = columns(("Hal", 28), (dossier.host.region, 26), ("Kita", 22), ("Catatan", 24))
        yield Table(heads, rows)
    for fits, title in ((True, "Yang cocok diterapkan"), (False, "Yang tidak cocok, dan sebabnya")):
        chosen = [
            f"{one.text}{f': {one.reason}' if one.reason else ''}" for one in report.fits if one.fits is fits
        ]
        if chosen:
            yield subheading(title)
            yield from listed(chosen)


def _report_end(dossier: Dossier) -> Iterator[Block]:
    yield heading("VI. Rekomendasi")
    rows = tuple(
        (
            plain(case.title),
            plain(case.recommendation.capitalize())
            if case.recommendation
            else known("", "adopsi/adaptasi/tidak"),
            known(case.reason, "alasan"),
        )
        for case in dossier.cases
    )
    if rows:
        yield Table(columns(("Inovasi", 42), ("Rekomendasi", 20), ("Alasan", 38)), rows)
    yield from written(dossier.report.suggestion, "saran") if dossier.report.suggestion or not rows else ()
    yield heading("VII. Tindak lanjut")
    yield from listed([_duty(one) for one in dossier.follow_ups], what="rencana tindak lanjut")
    yield heading("VIII. Penutup")
    closing = f"Demikian laporan {kind_of_visit(dossier)} ini dibuat untuk dipergunakan sebagaimana mestinya."
    yield from written(dossier.report.conclusion or closing, "")
    photos = dossier.report.photos
    if photos:
        yield text(f"Foto kegiatan: {photos} foto bertanggal, disimpan sebagai bukti di portal.")
    if dossier.delegates:
        signing = tuple(
            (plain(str(place)), plain(one.name), plain(one.post or NONE), ())
            for place, one in enumerate(dossier.delegates, 1)
        )
        heads = columns(("No.", 7), ("Nama", 36), ("Jabatan", 34), ("Tanda tangan", 23))
        yield Table(heads, signing, caption="Pelapor", row_mm=SIGNING_MM)


def follow_up_plan(dossier: Dossier, sender: Sender) -> tuple[Letter, ...]:
    """RTL: what is done with what was learnt: by whom, until when, with what money, reviewed when."""
    head = Pairs((("Asal", plain(dossier.title)), ("Tuan rumah", plain(host_name(dossier))),
                  ("Hasil yang dituju", known(dossier.expected.replace("\n", "; "), "hasil"))))  # fmt: skip
    heads = columns(
        ("No.", 4), ("Hasil belajar dan tindak lanjut", 19), ("Keluaran dan indikator", 17),
        ("Penanggung jawab", 15), ("Waktu", 11), ("Dokumen dan dana", 15), ("Risiko", 9),
        ("Status dan bukti", 10),
    )  # fmt: skip
    rows = tuple(_follow_up_row(one) for one in dossier.follow_ups)
    empty: tuple[Inlines, ...] = (plain("1"), *(() for _ in range(len(heads) - 1)))
    return (
        Letter(
            title="Rencana Tindak Lanjut",
            layout=sender.layout,
            dated=sender.dated,
            author=sender.government.name,
            letterhead=sender.letterhead(dossier.opd, dossier.opd_code),
            subject=dossier.title,
            blocks=(head, Table(heads, rows or (empty,), row_mm=0 if rows else 20)),
            signatories=(signatory(sender.head_of(dossier.opd), opening=place_and_day(sender)),),
            is_wide=True,
        ),
    )


def _follow_up_row(one: FollowUp) -> tuple[Inlines, ...]:
    indicator = f"{one.indicator}: {one.baseline or NONE} → {one.target or NONE}" if one.indicator else ""
    plan = f"Rencana: {one.plan}" if one.plan else ""
    reviews = ", ".join(short_date(day) for day in one.reviews)
    since = f"mulai {short_date(one.starts)}" if one.starts else ""
    until = f"selesai {short_date(one.ends)}" if one.ends else ""
    return (
        plain(str(one.number)),
        lines(one.action, f"Dari: {one.lesson}" if one.lesson else "", plan),
        lines(one.output, indicator) or known(""),
        lines(one.post, one.opd, f"Bersama: {one.partners}" if one.partners else "") or known(""),
        lines(since, until, f"Tinjau: {reviews}" if reviews else "") or known(""),
        lines(one.document, one.fund, rupiah(one.cost) if one.cost is not None else "") or known(""),
        plain(one.risk or NONE),
        lines(one.status or "belum", one.evidence),
    )  # fmt: skip
