"""Surat minat replikasi: what a region writes to the origin of an innovation that it wants to imitate."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from portal.documents import Block, Letter, Pairs, known
from portal.documents.pieces import listed, text
from portal.government.correspondence import correspondence
from portal.government.sender import Sender
from portal.government.signing import by_head_of_region
from portal.web.figures import long_date

BSKDN = "Kepala Badan Strategi Kebijakan Dalam Negeri Kementerian Dalam Negeri"
SHORT_REGIONS = ("Kabupaten ", "Kota ", "Provinsi ")


@dataclass(frozen=True)
class Interest:
    """In what we are interested, why, and how we came to know it; empty texts become gaps."""

    region: str  # "Kabupaten Banyuwangi"
    innovations: tuple[str, ...]
    known_from: str  # "hasil kunjungan pada 5 Oktober 2026"
    need: str
    opd: str
    steps: tuple[tuple[str, date | None], ...] = ()
    contact: str = ""


def place_of(region: str) -> str:
    """The town that an address ends with: Banyuwangi."""
    for beginning in SHORT_REGIONS:
        region = region.removeprefix(beginning)
    return region


def head_of(region: str) -> str:
    """The post that leads a region: Bupati Banyuwangi, Wali Kota Bandung, Gubernur …."""
    place = place_of(region)
    if region.startswith("Kota "):
        return f"Wali Kota {place}"
    return f"Gubernur {place}" if region.startswith("Provinsi ") else f"Bupati {place}"


def interest_letter(interest: Interest, sender: Sender) -> tuple[Letter, ...]:
    """The letter, signed by the head of our region, copy to BSKDN: evidence for both sides."""
    signing = by_head_of_region(sender)
    return (
        correspondence(
            sender,
            signing,
            paper="surat-minat-replikasi",
            title="Surat minat replikasi inovasi",
            about="Pernyataan minat replikasi inovasi daerah",
            urgency="Penting",
            addressee=(f"Yth. {head_of(interest.region)}", "di", place_of(interest.region)),
            blocks=_interest(interest, sender),
            copies=(
                BSKDN,
                f"{sender.government.secretary} {sender.region}",
                f"Kepala {sender.government.planning_agency} {sender.region}",
                f"{sender.head_of(interest.opd)} {sender.region}",
            ),
        ),
    )


def _interest(interest: Interest, sender: Sender) -> Iterator[Block]:
    yield text(
        f"Berdasarkan {interest.known_from} terhadap inovasi {interest.region}, {sender.government.name} "
        "menyatakan minat untuk mereplikasi inovasi berikut."
    )
    yield from listed(interest.innovations, what="nama inovasi")
    yield text(
        f"Replikasi dimaksudkan untuk menjawab masalah “{interest.need}” dan akan dilaksanakan oleh "
        f"{interest.opd}."
    )
    steps = [f"{action}{f', selesai {long_date(ends)}' if ends else ''}" for action, ends in interest.steps]
    if steps:
        yield text("Langkah yang kami rencanakan:")
        yield from listed(steps)
    yield text(
        "Kami mohon perkenan Saudara untuk memberikan izin replikasi, pendampingan, serta salinan dokumen "
        "yang diperlukan, yang dapat dituangkan dalam perjanjian kerja sama."
    )
    yield Pairs((("Narahubung", known(interest.contact, "nama, telepon kantor, pos-el dinas")),))
    yield text("Atas perhatian dan kerja sama Saudara, kami ucapkan terima kasih.")
