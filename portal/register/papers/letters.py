"""Letters of the year: request for proposals, notice and report of a trial, minutes of the assessment."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from portal.documents import (
    Attachment,
    Blank,
    Block,
    Inlines,
    Letter,
    Pairs,
    Paragraph,
    Run,
    Table,
    known,
    plain,
)
from portal.documents.pieces import columns, heading, listed, text, written
from portal.government.correspondence import correspondence
from portal.government.sender import Sender, place_and_day
from portal.government.signing import by_agency
from portal.register.papers.dossier import InnovationDossier, Listed, Signer, YearDossier, signing_of
from portal.web.figures import long_date, number

ARTICLE_389 = (
    "Bila inovasi yang sudah menjadi kebijakan pemerintah daerah tidak mencapai sasaran, aparatur sipil "
    "negara tidak dapat dipidana karenanya (Pasal 389 Undang-Undang Nomor 23 Tahun 2014)."
)


def request_for_proposals(dossier: YearDossier, sender: Sender) -> tuple[Letter, ...]:
    """Surat permintaan usulan to every agency: what is asked, by when, with the form and who has none yet."""
    signing = signing_of(dossier, sender, Signer.SECRETARY, dossier.planning)
    return (
        correspondence(
            sender,
            signing,
            paper="surat-permintaan-usulan",
            title="Permintaan usulan inovasi daerah",
            about=f"Permintaan usulan inovasi daerah tahun {dossier.year}",
            urgency="Penting",
            enclosed="3 berkas",
            addressee=("Yth. Kepala Perangkat Daerah", "(daftar terlampir)", "di", sender.city),
            blocks=_request(dossier, sender),
            copies=(f"{sender.government.head} {sender.government.short_name} (sebagai laporan)",),
            attachments=(
                Attachment("Perangkat daerah yang diminta", (_offices(dossier),)),
                Attachment("Isian setiap inovasi", listed(dossier.fields, what="isian")),
                Attachment(
                    "Bukti yang disiapkan",
                    listed(_indicators(dossier), is_ordered=False, what="indikator"),
                ),
            ),
        ),
    )  # fmt: skip


def _indicators(dossier: YearDossier) -> list[str]:
    return [f"{no} {name}" for no, name in dossier.indicators]


def _request(dossier: YearDossier, sender: Sender) -> Iterator[Block]:
    yield Pairs((("Dasar", (Blank("surat BSKDN tentang penilaian tahun berjalan"),)),))
    yield text(
        f"Sehubungan dengan pelaporan inovasi daerah tahun {dossier.year}, kami minta Saudara mengusulkan "
        "inovasi di perangkat daerah Saudara dan unit di bawahnya, termasuk UPTD, puskesmas, sekolah, "
        "kelurahan, dan desa."
    )
    yield text("Yang kami minta untuk setiap inovasi:")
    yield from listed(
        [
            "isian profil menurut lampiran, termasuk waktu uji coba dan waktu penerapan;",
            "bukti menurut lampiran, satu berkas untuk satu naskah, dengan halaman yang ditandai;",
            "nama operator dan pendamping.",
        ]
    )
    closes = plain(long_date(dossier.closes)) if dossier.closes else (Blank("batas waktu"),)
    yield Pairs(
        (
            ("Batas waktu", closes),
            ("Diisi di", plain(sender.portal) or (Blank("alamat portal"),)),
            ("Narahubung", (Blank("narahubung, telepon kantor, pos-el dinas"),)),
        )
    )
    without = sum(1 for _, count in dossier.offices if not count)
    if without:
        yield text(f"Sampai hari ini {without} perangkat daerah belum mencatat satu inovasi pun.")
    yield text("Atas perhatian Saudara, kami ucapkan terima kasih.")


def _offices(dossier: YearDossier) -> Table:
    rows = tuple(
        (plain(str(place)), plain(office.name), plain(number(count) if count else "belum ada"))
        for place, (office, count) in enumerate(dossier.offices, 1)
    )
    return Table(columns(("No.", 8), ("Perangkat daerah", 66), ("Inovasi tercatat", 26)), rows)


def trial_notice(dossier: InnovationDossier, sender: Sender) -> tuple[Letter, ...]:
    """Surat pemberitahuan dan rencana uji coba, from the agency to the head of the region."""
    signing = signing_of(dossier, sender, Signer.AGENCY, dossier.office)
    head = f"{sender.government.head} {sender.government.short_name}"
    return (
        correspondence(
            sender,
            signing,
            paper="pemberitahuan-uji-coba",
            title="Pemberitahuan uji coba inovasi",
            about=f"Pemberitahuan uji coba inovasi {dossier.listed.title}",
            addressee=(
                f"Yth. {head}",
                f"melalui Kepala {sender.government.planning_agency}",
                "di",
                sender.city,
            ),
            blocks=_trial(dossier),
            copies=(f"Kepala {sender.government.planning_agency} {sender.region}",),
        ),
    )


def _trial(dossier: InnovationDossier) -> Iterator[Block]:
    yield text(f"Kami beritahukan rencana uji coba inovasi {dossier.listed.title} sebagai berikut.")
    starts = plain(long_date(dossier.trial_on)) if dossier.trial_on else (Blank("tanggal mulai uji coba"),)
    ends = (
        plain(long_date(dossier.trial_until)) if dossier.trial_until else (Blank("tanggal selesai uji coba"),)
    )
    yield Pairs(
        (
            ("Tempat", known(dossier.place, "tempat uji coba")),
            ("Mulai", starts),
            ("Selesai", ends),
            ("Penanggung jawab", plain(dossier.office.name)),
        )
    )
    yield _named("Yang diubah")
    yield from written(dossier.changes, "yang diubah dari layanan sekarang")
    yield _named("Ukuran keberhasilan")
    yield _measures(dossier, is_after=False)
    yield _named("Pengamanan layanan yang sudah berjalan")
    yield from listed(
        [f"{risk}: {control}" if control else risk for risk, control in dossier.risks],
        what="cara menjaga layanan lama selama uji coba",
    )


def _named(words: str) -> Block:
    """What stands above a part of a letter; letters have no headings."""
    return Paragraph((Run(words, strong=True),))


def trial_report(dossier: InnovationDossier, sender: Sender) -> tuple[Letter, ...]:
    """Laporan hasil uji coba: how it went, what was measured, what follows."""
    signing = signing_of(dossier, sender, Signer.AGENCY, dossier.office)
    return (
        Letter(
            title="Laporan hasil uji coba inovasi",
            layout=sender.layout,
            dated=sender.dated,
            author=sender.government.name,
            letterhead=signing.letterhead,
            number=sender.number("laporan-uji-coba"),
            subject=dossier.listed.title,
            blocks=tuple(_report(dossier)),
            signatories=(signing.signatory(*place_and_day(sender)),),
        ),
    )


def _report(dossier: InnovationDossier) -> Iterator[Block]:
    yield heading("Pelaksanaan")
    starts = plain(long_date(dossier.trial_on)) if dossier.trial_on else (Blank("tanggal mulai uji coba"),)
    yield Pairs((("Tempat", known(dossier.place, "tempat uji coba")), ("Mulai", starts)))
    yield from written(dossier.evaluation, "jalannya uji coba")
    yield heading("Hasil")
    yield _measures(dossier, is_after=True)
    yield heading("Masalah dan pelajaran")
    yield from written(dossier.lessons, "masalah dan pelajaran")
    yield heading("Kesimpulan")
    yield Pairs((("Keputusan", known(dossier.decision, "terapkan, perbaiki, atau hentikan")),))
    yield text(ARTICLE_389)


def _measures(dossier: InnovationDossier, *, is_after: bool) -> Table:
    last = "Hasil" if is_after else "Target"
    rows = tuple(
        (
            plain(f"{one.name} ({one.unit})" if one.unit else one.name),
            known(one.before, "nilai awal"),
            known(one.after if is_after else one.target, "hasil ukur" if is_after else "target"),
        )
        for one in dossier.measures
    )
    return Table(
        columns(("Ukuran", 50), ("Nilai awal", 25), (last, 25)),
        rows or (((Blank("ukuran keberhasilan"),), (), ()),),
    )


def assessment_minutes(dossier: YearDossier, sender: Sender) -> tuple[Letter, ...]:
    """Berita acara of the internal assessment: claimed and verified scores, what is sent, what is held."""
    signing = by_agency(sender, dossier.planning.name, dossier.planning.code)
    return (
        Letter(
            title="Berita acara penilaian kematangan inovasi",
            layout=sender.layout,
            dated=sender.dated,
            author=sender.government.name,
            letterhead=signing.letterhead,
            number=sender.number("berita-acara"),
            subject=f"Inovasi daerah {sender.region} tahun {dossier.year}",
            blocks=tuple(_minutes(dossier)),
            signatories=(signing.signatory(*place_and_day(sender)),),
            attachments=(Attachment("Inovasi yang dinilai", (_scores(dossier),), is_wide=True),),
        ),
    )


def _minutes(dossier: YearDossier) -> Iterator[Block]:
    yield Pairs(
        (
            ("Hari, tanggal", (Blank("hari dan tanggal"),)),
            ("Tempat", (Blank("tempat"),)),
            ("Tim penilai", (Blank("nama dan jabatan, dengan nomor SK tim"),)),
            ("Inovasi yang dinilai", plain(f"{len(dossier.innovations)} inovasi, terlampir")),
        )
    )
    yield text(
        "Skor di bawah ialah penilaian mandiri (simulasi), bukan nilai resmi. Skor yang belum ada ditandai."
    )
    yield heading("Cakupan urusan pelayanan dasar")
    covered = [name for name, count in dossier.affairs if count]
    missing = [name for name, count in dossier.affairs if not count]
    yield text(f"{len(covered)} dari {len(dossier.affairs)} urusan mempunyai inovasi.")
    if missing:
        yield text(f"Belum ada: {', '.join(missing)}.")
    yield heading("Kesepakatan")
    sent = [one for one in dossier.innovations if one.is_sent]
    held = [one for one in dossier.innovations if one.is_sent is False]
    number_sent = plain(f"{len(sent)} inovasi, terlampir") if sent else (Blank("inovasi yang dikirim"),)
    yield Pairs((("Dikirim", number_sent),))
    if held:
        yield text("Ditahan:")
        yield from listed([f"{one.title}: {one.reason or '[alasan]'}" for one in held])
    elif not sent:
        yield Pairs((("Ditahan", (Run("Alasan: "), Blank("alasan inovasi ditahan"))),))


def _scores(dossier: YearDossier) -> Table:
    rows = tuple(
        (
            plain(str(place)),
            plain(one.title),
            known(one.office, "perangkat daerah"),
            known(_score(one.claimed), "skor klaim"),
            known(_score(one.verified), "skor terverifikasi"),
            _decision(one),
        )
        for place, one in enumerate(dossier.innovations, 1)
    )
    return Table(
        columns(
            ("No.", 5),
            ("Inovasi", 35),
            ("Perangkat daerah", 22),
            ("Klaim", 11),
            ("Terverifikasi", 13),
            ("Putusan", 14),
        ),
        rows or (((), (Blank("inovasi yang dinilai"),), (), (), (), ()),),
    )


def _decision(one: Listed) -> Inlines:
    if one.is_sent is None:
        return (Blank("kirim atau tahan"),)
    return plain("Kirim" if one.is_sent else "Tahan")


def _score(value: Decimal | None) -> str:
    return "" if value is None else number(value)
