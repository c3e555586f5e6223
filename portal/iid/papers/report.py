"""Laporan Inovasi Daerah to the Minister, in the fifteen chapters that regions use."""

from __future__ import annotations

from collections.abc import Iterator

from portal.documents import Attachment, Blank, Block, Letter, Pairs, Table, known, plain
from portal.documents.pieces import columns, heading, listed, text
from portal.government.sender import Sender, place_and_day
from portal.iid.papers.dossier import Profile, ReportDossier
from portal.iid.words import score
from portal.register.papers.dossier import Signer, signing_of
from portal.web.figures import long_date, number

LAWS = (
    "Undang-Undang Nomor 23 Tahun 2014 tentang Pemerintahan Daerah, Pasal 386 sampai dengan Pasal 390;",
    "Peraturan Pemerintah Nomor 38 Tahun 2017 tentang Inovasi Daerah;",
)
SELF = "Penilaian mandiri (simulasi), bukan nilai resmi."


def annual_report(dossier: ReportDossier, sender: Sender) -> tuple[Letter, ...]:
    """Laporan inovasi daerah of a year (article 388(7) of Law 23/2014), signed by the head of the region."""
    signed = signing_of(dossier, sender, Signer.HEAD, dossier.planning)
    return (
        Letter(
            title="Laporan inovasi daerah",
            layout=sender.layout,
            dated=sender.dated,
            author=sender.government.name,
            letterhead=signed.letterhead,
            number=sender.number("laporan-inovasi"),
            subject=f"Inovasi daerah {sender.region} tahun {dossier.year}",
            blocks=tuple(_chapters(dossier, sender)),
            signatories=(signed.signatory(*place_and_day(sender)),),
            attachments=(
                Attachment("Inovasi yang dilaporkan", (reported(dossier.sent),), is_wide=True),
                Attachment("Isian profil", listed(dossier.fields, what="isian profil")),
                Attachment(
                    "Indikator",
                    listed(_indicators(dossier), is_ordered=False, what="indikator"),
                ),
            ),
        ),
    )  # fmt: skip


def _indicators(dossier: ReportDossier) -> list[str]:
    return [f"{no} {name}" for no, name in dossier.indicators]


def _chapters(dossier: ReportDossier, sender: Sender) -> Iterator[Block]:
    yield from _opening(dossier, sender)
    yield from _groups(dossier)
    yield from _judging(dossier)
    yield from _closing(dossier)


def _opening(dossier: ReportDossier, sender: Sender) -> Iterator[Block]:
    yield heading("I. Pendahuluan")
    yield text(
        f"Pemerintah daerah melaporkan inovasi daerah {sender.region} tahun {dossier.year} kepada Menteri "
        f"Dalam Negeri. Register memuat {number(len(dossier.profiles))} inovasi untuk tahun itu; "
        f"{number(len(dossier.sent))} di antaranya dilaporkan."
    )
    yield heading("II. Maksud dan tujuan")
    yield text(
        "Laporan ini memberi gambaran inovasi yang sudah diterapkan, sebagai bahan penilaian dan pembinaan."
    )
    yield heading("III. Landasan hukum")
    yield from listed(LAWS)
    yield Pairs((("Dasar penilaian", known(dossier.basis, "surat penilaian tahun berjalan")),))
    yield Pairs((("Aturan daerah", (Blank("perda atau peraturan kepala daerah tentang inovasi daerah"),)),))
    yield heading("IV. Kriteria")
    yield from listed(
        (
            "mengandung pembaharuan seluruh atau sebagian unsur;",
            "memberi manfaat bagi daerah atau masyarakat;",
            "tidak membebani atau membatasi masyarakat di luar ketentuan peraturan perundang-undangan;",
            "merupakan urusan pemerintahan yang menjadi kewenangan daerah; dan",
            "dapat direplikasi.",
        )
    )


def _groups(dossier: ReportDossier) -> Iterator[Block]:
    yield heading("V. Bentuk")
    yield from counted(dossier.sent, "form", "bentuk")
    yield heading("VI. Jenis")
    yield from counted(dossier.sent, "technology", "jenis")
    yield heading("VII. Urusan")
    yield from counted(dossier.sent, "affair", "urusan")
    covered = sum(1 for _, count in dossier.affairs if count)
    yield text(f"Urusan pelayanan dasar yang terwakili: {covered} dari {len(dossier.affairs)}.")
    missing = [name for name, count in dossier.affairs if not count]
    if missing:
        yield text(f"Belum terwakili: {', '.join(missing)}.")
    yield heading("VIII. Tematik")
    yield from counted(dossier.sent, "classification", "klasifikasi")
    yield Pairs((("Tema prioritas", (Blank("tema prioritas tahun berjalan"),)),))


def _judging(dossier: ReportDossier) -> Iterator[Block]:
    yield heading("IX. Mekanisme penilaian")
    yield text(
        "Perangkat daerah mengisi profil dan bukti di register; kepala perangkat daerah mengesahkannya; tim "
        "penilai memverifikasi tingkat tiap indikator; perangkat perencana memutuskan yang dikirim."
    )
    yield heading("X. Sistematika profil")
    yield text(f"Profil memuat {len(dossier.fields)} isian, terlampir.")
    yield heading("XI. Penjelasan indikator")
    yield text(f"Penilaian memakai {len(dossier.indicators)} indikator bagi tiap inovasi, terlampir.")
    yield heading("XII. Inovasi yang dilaporkan")
    yield text(f"{number(len(dossier.sent))} inovasi, terlampir.")
    if dossier.held:
        yield text(f"Ditahan {number(len(dossier.held))} inovasi:")
        yield from listed([f"{one.title}: {one.why or 'alasan belum ditulis'}" for one in dossier.held])
    yield heading("XIII. Peringkat IID")
    yield from result(dossier)


def _closing(dossier: ReportDossier) -> Iterator[Block]:
    yield heading("XIV. Lomba provinsi")
    yield Pairs((("Yang diikuti", (Blank("lomba provinsi dan hasilnya"),)),))
    awards = [f"{one.title}: {one.awards}" for one in dossier.sent if one.awards]
    if awards:
        yield text("Penghargaan yang tercatat di register:")
        yield from listed(awards, is_ordered=False)
    yield heading("XV. Penutup")
    yield text("Demikian laporan ini kami sampaikan.")


def result(dossier: ReportDossier) -> Iterator[Block]:
    """The score and its parts, with what is uncertain about it."""
    if dossier.score is None:
        yield text(f"Aturan {dossier.rules} belum diketahui, jadi tidak ada skor.")
    else:
        yield text(
            f"Skor hitungan sendiri {score(dossier.score)} ({dossier.label}), menurut {dossier.rules}. "
            + (f"Aturannya dicocokkan dengan {dossier.confirmed}." if dossier.confirmed else SELF)
        )
        yield parts_table(dossier)
    yield Pairs((("Nilai resmi", (Blank("nilai dan kategori resmi, dengan nomor pengumumannya"),)),))


def parts_table(dossier: ReportDossier) -> Table:
    """The three parts of the score."""
    rows = tuple(
        (plain(one.name), plain(number(one.points)), plain(number(one.most)), plain(one.how))
        for one in dossier.parts
    )
    return Table(columns(("Bagian", 30), ("Poin", 14), ("Paling tinggi", 16), ("Dari", 40)), rows)


def counted(profiles: tuple[Profile, ...], name: str, what: str) -> Iterator[Block]:
    """How many have which value of a field, the most first."""
    counts: dict[str, int] = {}
    for one in profiles:
        value = getattr(one, name) or f"{what} belum diisi"
        counts[value] = counts.get(value, 0) + 1
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    yield from listed([f"{value}: {number(count)}" for value, count in ordered], is_ordered=False, what=what)


def reported(profiles: tuple[Profile, ...]) -> Table:
    """The innovations that are reported."""
    rows = tuple(
        (
            plain(str(place)),
            plain(one.title),
            known(one.unit or one.office, "perangkat daerah"),
            known(one.form, "bentuk"),
            known(one.affair, "urusan"),
            known(long_date(one.applied_on) if one.applied_on else "", "waktu penerapan"),
            plain(number(one.maturity)),
        )
        for place, one in enumerate(profiles, 1)
    )
    return Table(
        columns(
            ("No.", 5),
            ("Inovasi", 25),
            ("Pemilik", 18),
            ("Bentuk", 13),
            ("Urusan", 14),
            ("Penerapan", 14),
            ("Kematangan", 11),
        ),
        rows or (((), (Blank("inovasi yang dilaporkan"),), (), (), (), (), ()),),
    )
