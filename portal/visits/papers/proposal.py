"""The papers before approval: telaahan staf, nota dinas, kerangka acuan kerja (KAK/TOR)."""

from __future__ import annotations

from collections.abc import Iterator

from portal.documents import Block, Inlines, Letter, Pairs, known, plain
from portal.documents.letter import DAY
from portal.documents.pieces import heading, listed, subheading, text, written
from portal.government.sender import Sender, place_and_day
from portal.visits.papers.dossier import MODE_NAMES, Dossier
from portal.visits.papers.parts import (
    agenda_table,
    cost_table,
    days_in_words,
    host_name,
    kind_of_visit,
    people_table,
    rupiah,
    signatory,
    span,
)

RESTRICTION = "Instruksi Presiden Nomor 1 Tahun 2025 (pembatasan perjalanan dinas dan studi banding)"


def staff_study(dossier: Dossier, sender: Sender) -> tuple[Letter, ...]:
    """Telaahan staf: problem, assumptions, facts, analysis, conclusion, advice."""
    office = sender.head_of(dossier.opd)
    return (
        Letter(
            title="Telaahan Staf",
            layout=sender.layout,
            dated=sender.dated,
            author=sender.government.name,
            letterhead=sender.letterhead(dossier.opd, dossier.opd_code),
            fields=_internal_fields(dossier, sender, "telaahan-staf", "Telaahan staf"),
            blocks=tuple(_study(dossier)),
            signatories=(signatory(office, opening=place_and_day(sender)),),
        ),
    )


def _study(dossier: Dossier) -> Iterator[Block]:
    need = dossier.need
    yield heading("1. Persoalan")
    yield text(f"{need.title}." if need.title[-1:].isalnum() else need.title)
    if need.figure:
        yield text(f"Angka setempat: {need.figure}.")
    yield from written(need.text, "uraian persoalan") if need.text else ()
    yield from written(dossier.purpose, "masalah yang ingin dijawab")
    yield heading("2. Praanggapan")
    yield from written(dossier.assumptions, "praanggapan yang beralasan")
    yield heading("3. Fakta yang memengaruhi")
    yield from listed([*dossier.basis, *_facts(dossier)], what="fakta dan dasar aturan")
    yield heading("4. Analisis")
    yield subheading("Pilihan yang ditimbang")
    yield from written(dossier.alternatives, "pilihan selain kunjungan ini, dampak, dan risikonya")
    if dossier.mode == "perjalanan":
        yield subheading("Mengapa kunjungan, bukan telaah meja atau pertemuan daring")
        yield text(f"Perjalanan ini ditimbang terhadap {RESTRICTION}.")
        yield from written(dossier.reason, "alasan tertulis")
    yield from _money(dossier)
    yield heading("5. Kesimpulan")
    yield text(
        f"{kind_of_visit(dossier).capitalize()} ke {host_name(dossier)} diusulkan untuk menjawab "
        f"{len(dossier.questions)} pertanyaan dan membawa pulang hasil berikut."
    )
    yield from written(dossier.expected, "hasil yang akan dibawa pulang")
    yield heading("6. Saran")
    when = span(dossier.starts, dossier.ends)
    yield text(
        f"Mohon persetujuan atas {kind_of_visit(dossier)} ke {host_name(dossier)}"
        f"{f' pada {when}' if when else ''} dengan {len(dossier.delegates)} orang peserta"
        f"{f' dan perkiraan biaya {rupiah(dossier.total)}' if dossier.costs else ''}."
    )


def _facts(dossier: Dossier) -> Iterator[str]:
    """What the record shows, a sentence each."""
    for case in dossier.cases:
        yield f"Inovasi yang sudah terdokumentasi di portal: {case.title} ({case.region})."
    for visit in dossier.earlier:
        outcome = f" Hasilnya: {visit.outcome}" if visit.outcome else " Tindak lanjutnya belum tercatat."
        yield f"Kunjungan terdahulu: {visit.title} oleh {visit.opd}, {visit.when}.{outcome}"
    if dossier.questions:
        yield f"{len(dossier.questions)} pertanyaan disiapkan untuk tuan rumah."
    if dossier.need.indicator:
        yield f"Indikator RPJMD yang terkait: {dossier.need.indicator}."


def _money(dossier: Dossier) -> Iterator[Block]:
    if not dossier.costs:
        return
    yield subheading("Biaya")
    ceiling = dossier.budget.ceiling
    year = f" tahun {dossier.budget.year}" if dossier.budget.year else ""
    against = f" Pagu perjalanan dinas{year}: {rupiah(ceiling)}." if ceiling is not None else ""
    yield text(f"Perkiraan biaya {rupiah(dossier.total)}.{against}")


def _internal_fields(
    dossier: Dossier, sender: Sender, paper: str, kind: str
) -> tuple[tuple[str, Inlines], ...]:
    return (
        ("Kepada", plain(f"Yth. {sender.government.secretary} {sender.region}")),
        ("Dari", plain(sender.head_of(dossier.opd))),
        ("Tanggal", (DAY,)),
        ("Nomor", sender.number(paper)),
        ("Sifat", plain("Biasa")),
        ("Lampiran", plain("1 (satu) berkas" if paper == "nota-dinas" else "–")),
        ("Hal", plain(f"{kind} {kind_of_visit(dossier)} ke {host_name(dossier)}")),
    )


def office_note(dossier: Dossier, sender: Sender) -> tuple[Letter, ...]:
    """Nota dinas: basis, purpose, people, cost, asking for direction; the answer comes on the same sheet."""
    head = sender.head_of(dossier.opd)
    fields = list(_internal_fields(dossier, sender, "nota-dinas", "Usulan"))
    fields.insert(2, ("Tembusan", plain(f"Kepala {sender.government.planning_agency}")))
    return (
        Letter(
            title="Nota Dinas",
            layout=sender.layout,
            dated=sender.dated,
            author=sender.government.name,
            letterhead=sender.letterhead(dossier.opd, dossier.opd_code),
            fields=tuple(fields),
            blocks=tuple(_note(dossier)),
            signatories=(signatory(head),),
        ),
    )


def _note(dossier: Dossier) -> Iterator[Block]:
    yield text("Dengan hormat kami sampaikan usulan berikut.")
    yield heading("Dasar")
    yield from listed(dossier.basis, what="dasar aturan dan dokumen anggaran")
    yield heading("Maksud")
    yield text(f"Masalah yang hendak dijawab: {dossier.need.title}")
    yield from written(dossier.purpose, "maksud kunjungan")
    yield heading("Usulan")
    yield Pairs(
        (
            ("Bentuk", plain(MODE_NAMES[dossier.mode])),
            ("Tujuan", plain(host_name(dossier))),
            ("Waktu", known(span(dossier.starts, dossier.ends), "tanggal")),
            ("Peserta", plain(f"{len(dossier.delegates)} orang")),
            ("Perkiraan biaya", known(rupiah(dossier.total) if dossier.costs else "", "biaya")),
            ("Sumber dana", known(dossier.budget.fund, "sumber dana")),
        )
    )
    if dossier.delegates:
        yield people_table(dossier.delegates)
    yield heading("Permohonan arahan")
    yield text("Mohon arahan dan persetujuan Bapak/Ibu.")
    yield Pairs((("Disposisi", plain("☐ setuju     ☐ ditunda     ☐ ditolak")), ("Catatan", known(""))))


def terms_of_reference(dossier: Dossier, sender: Sender) -> tuple[Letter, ...]:
    """KAK/TOR: why, what, by whom, when, at what cost, and what is brought home."""
    return (
        Letter(
            title="Kerangka Acuan Kerja",
            layout=sender.layout,
            dated=sender.dated,
            author=sender.government.name,
            letterhead=sender.letterhead(dossier.opd, dossier.opd_code),
            subject=dossier.title,
            blocks=(_cover(dossier, sender), *_terms(dossier), *_running(dossier)),
            signatories=(
                signatory("Pejabat Pelaksana Teknis Kegiatan"),
                signatory("Kuasa Pengguna Anggaran", opening=place_and_day(sender)),
            ),
        ),
    )


def _cover(dossier: Dossier, sender: Sender) -> Block:
    budget = dossier.budget
    return Pairs(
        (
            ("Perangkat daerah", plain(dossier.opd)),
            ("Program", known(budget.programme)),
            ("Kegiatan", known(budget.activity)),
            ("Subkegiatan", known(budget.subactivity)),
            ("Indikator keluaran", known(dossier.expected.split("\n")[0])),
            ("Volume dan satuan", plain("1 (satu) laporan dengan rencana tindak lanjut")),
            ("Tahun anggaran", plain(str(budget.year or sender.dated.year))),
        )
    )


def _terms(dossier: Dossier) -> Iterator[Block]:
    yield heading("A. Latar belakang")
    yield subheading("Dasar hukum")
    yield from listed(dossier.basis, what="dasar hukum")
    yield subheading("Gambaran umum")
    yield text(dossier.need.title)
    yield from written(dossier.need.text, "gambaran umum")
    yield subheading("Alasan")
    yield from written(dossier.reason, "alasan bentuk kunjungan ini dipilih")
    yield subheading("Alternatif tanpa perjalanan")
    yield from written(dossier.alternatives, "telaah meja atau pertemuan daring, dan hasil timbangannya")
    yield heading("B. Kegiatan yang dilaksanakan")
    yield text(
        f"{kind_of_visit(dossier).capitalize()} ke {host_name(dossier)} untuk mempelajari inovasi berikut."
    )
    yield from listed(
        [f"{case.title} ({case.region})" for case in dossier.cases], what="inovasi yang dipelajari"
    )
    yield heading("C. Maksud dan tujuan")
    yield from written(dossier.purpose, "maksud dan tujuan")
    yield subheading("Pertanyaan kunci")
    yield from listed([one.text for one in dossier.questions], what="pertanyaan kunci")
    yield heading("D. Indikator keluaran dan hasil")
    yield from written(dossier.expected, "hasil yang akan dibawa pulang")
    if dossier.need.indicator:
        yield text(f"Indikator RPJMD yang didukung: {dossier.need.indicator}.")


def _running(dossier: Dossier) -> Iterator[Block]:
    yield heading("E. Cara pelaksanaan")
    stages = (
        "Persiapan: membaca inovasi di portal, menetapkan pertanyaan, bersurat kepada tuan rumah.",
        f"Pelaksanaan: {MODE_NAMES[dossier.mode]} sesuai jadwal, mencatat jawaban dan menerima dokumen.",
        "Pelaporan: laporan hasil, perbandingan, rekomendasi adopsi, adaptasi, atau tidak.",
        "Tindak lanjut: rencana tindak lanjut ditinjau setelah 30, 90, dan 180 hari.",
    )
    yield from listed(stages)
    yield heading("F. Tempat")
    yield Pairs((("Tuan rumah", plain(host_name(dossier))), ("Tempat", known(dossier.host.place, "tempat"))))
    yield heading("G. Pelaksana dan peserta")
    yield Pairs(
        (
            ("Penanggung jawab", known(dossier.leader_post, "jabatan")),
            ("Pelaksana", plain(dossier.opd)),
            ("Peserta", plain(f"{len(dossier.delegates)} orang")),
        )
    )
    if dossier.delegates:
        yield people_table(dossier.delegates)
    yield heading("H. Jadwal")
    duration = days_in_words(dossier.days)
    when = span(dossier.starts, dossier.ends)
    yield text(f"{when}{f', selama {duration}' if duration else ''}.") if when else written("", "tanggal")[0]
    if dossier.agenda:
        yield agenda_table(dossier.agenda, dossier.zone)
    yield heading("I. Biaya")
    if dossier.costs:
        yield cost_table(dossier.costs)
    else:
        yield from written("", "rencana anggaran biaya")
    yield Pairs(
        (("Kode rekening", known(dossier.budget.account)), ("Sumber dana", known(dossier.budget.fund)))
    )
