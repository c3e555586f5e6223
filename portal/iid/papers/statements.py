"""Statements and certificates of one innovation: the three of a proposal, one for its origin, the charter."""

from __future__ import annotations

from collections.abc import Iterator

from portal.documents import Blank, Block, Letter, Pairs, Run, known, plain
from portal.documents.pieces import text, written
from portal.government.sender import Sender, place_and_day
from portal.government.signing import Signing
from portal.iid.papers.origin import StatementDossier
from portal.register.papers.dossier import Signer, signing_of
from portal.web.figures import long_date


def implemented(dossier: StatementDossier, sender: Sender) -> tuple[Letter, ...]:
    """Surat pernyataan implementasi: that it is carried out, since when, where."""
    said = "Dengan ini kami menyatakan bahwa inovasi tersebut sudah diterapkan dan masih berjalan."
    return _statement(dossier, sender, "Surat pernyataan implementasi inovasi", said)


def identity(dossier: StatementDossier, sender: Sender) -> tuple[Letter, ...]:
    """Surat pernyataan identitas: whose idea it was, as an office or a group; names belong on the paper."""
    said = "Dengan ini kami menyatakan bahwa gagasan inovasi tersebut dari inisiator yang disebut di atas."
    return _statement(dossier, sender, "Surat pernyataan identitas inovator", said)


def copying(dossier: StatementDossier, sender: Sender) -> tuple[Letter, ...]:
    """Surat pernyataan kesediaan direplikasi."""
    said = (
        "Dengan ini kami menyatakan bersedia bila inovasi tersebut direplikasi instansi lain, dan bersedia "
        "berbagi naskah, data, serta pengalaman menurut ketentuan."
    )
    return _statement(dossier, sender, "Surat pernyataan kesediaan direplikasi", said)


def _statement(dossier: StatementDossier, sender: Sender, title: str, said: str) -> tuple[Letter, ...]:
    signing = signing_of(dossier, sender, Signer.AGENCY, dossier.office)
    return (_letter(dossier, sender, signing, title, tuple(_stated(dossier, signing, said))),)


def _letter(
    dossier: StatementDossier,
    sender: Sender,
    signing: Signing,
    title: str,
    blocks: tuple[Block, ...],
    *,
    is_wide: bool = False,
) -> Letter:
    return Letter(
        title=title,
        layout=sender.layout,
        dated=dossier.dated,  # who signs is today's: a post may be held for a while
        author=sender.government.name,
        letterhead=signing.letterhead,
        number=sender.number("surat-pernyataan"),
        blocks=blocks,
        signatories=(signing.signatory(*place_and_day(sender)),),
        is_wide=is_wide,
    )


def _stated(dossier: StatementDossier, signing: Signing, said: str) -> Iterator[Block]:
    yield text("Yang bertanda tangan di bawah ini:")
    yield Pairs((("Nama", (Blank("nama"),)), ("Jabatan", known(signing.post, "jabatan"))))
    yield text("bertindak bagi inovasi berikut:")
    yield Pairs(tuple(_facts(dossier)))
    yield text(said)
    yield text("Pernyataan ini dibuat dengan sebenarnya dan dapat dipertanggungjawabkan.")


def _facts(dossier: StatementDossier) -> Iterator[tuple[str, tuple[Run | Blank, ...]]]:
    applied = long_date(dossier.applied_on) if dossier.applied_on else ""
    yield "Inovasi", (Run(dossier.title),)
    yield "Perangkat daerah", (Run(dossier.owner),)
    yield "Inisiator", (Run(dossier.initiator) if dossier.initiator else Blank("inisiator"),)
    yield "Diterapkan sejak", (Run(applied) if applied else Blank("waktu penerapan"),)
    yield "Penetapan", (Run(dossier.decree) if dossier.decree else Blank("nomor dan tanggal penetapan"),)


def has_copied(dossier: StatementDossier, sender: Sender) -> tuple[Letter, ...]:
    """Surat pernyataan telah mereplikasi, for the region of origin, as proof of its replication."""
    signing = signing_of(dossier, sender, Signer.HEAD, dossier.office)
    blocks: list[Block] = [
        text("Yang bertanda tangan di bawah ini:"),
        Pairs((("Nama", (Blank("nama"),)), ("Jabatan", known(signing.post, "jabatan")))),
        text("menyatakan bahwa pemerintah daerah kami telah mereplikasi inovasi berikut:"),
        Pairs(
            (
                ("Inovasi asal", known(dossier.origin_title, "nama inovasi asal")),
                ("Daerah asal", known(dossier.origin_region, "daerah asal")),
                ("Nama di daerah kami", plain(dossier.title)),
                ("Pelaksana", plain(dossier.owner)),
                (
                    "Diterapkan sejak",
                    known(long_date(dossier.applied_on) if dossier.applied_on else "", "waktu penerapan"),
                ),
                ("Penetapan", known(dossier.decree, "nomor dan tanggal penetapan")),
            )
        ),
        text("Hasil ringkas:"),
        *written(dossier.result, "hasil ringkas"),
        text("Pernyataan ini dapat dipakai pemerintah daerah asal sebagai bukti replikasi."),
    ]
    return (_letter(dossier, sender, signing, "Surat pernyataan telah mereplikasi", tuple(blocks)),)


def certificate(dossier: StatementDossier, sender: Sender) -> tuple[Letter, ...]:
    """Piagam penghargaan for the innovators; the names are written on the paper."""
    signing = signing_of(dossier, sender, Signer.HEAD, dossier.office)
    blocks: list[Block] = [
        text("Diberikan kepada:"),
        Pairs((("Nama penerima", (Blank("nama penerima"),)), ("Dari", plain(dossier.owner)))),
        text(f"atas karyanya sebagai inovator pada inovasi {dossier.title}."),
        Pairs((("Dasar pemberian", (Blank("keputusan pemberian penghargaan"),)),)),
    ]
    return (_letter(dossier, sender, signing, "Piagam penghargaan", tuple(blocks), is_wide=True),)
