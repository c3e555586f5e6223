"""Who signs, under which head, in whose name, and until when."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from portal.documents import Letter, Pairs, Paragraph, gaps, known, plain
from portal.documents.letter import DAY, NUMBER
from portal.government.interest import Interest, head_of, interest_letter
from portal.government.model import Acting
from portal.government.sender import Sender
from portal.government.signing import (
    Signing,
    by_agency,
    by_agency_for_head,
    by_assistant,
    by_head_of_region,
    by_secretary,
)
from portal.visits.papers.orders import assignment
from tests.unit.visit_papers.sample import DAY as TODAY
from tests.unit.visit_papers.sample import dossier, sender

AGENCY = ("Dinas Kependudukan dan Pencatatan Sipil", "Disdukcapil")


def acting(post: str, kind: str, until: date) -> Sender:
    """A sender one of whose posts is held for a while."""
    found = sender()
    held = Acting.model_validate({"post": post, "kind": kind, "until": until})
    letters = found.government.letters.model_copy(update={"acting": (held,)})
    return replace(found, government=found.government.model_copy(update={"letters": letters}))


def above(signing: Signing) -> list[str]:
    """The lines above the signature."""
    return ["".join(getattr(part, "text", "[…]") for part in line) for line in signing.lines]


def test_the_head_of_the_region_signs_under_the_post_alone() -> None:
    signing = by_head_of_region(sender())

    assert (signing.letterhead.government, signing.letterhead.office) == ("", "Bupati Contoh")
    assert above(signing) == ["Bupati Contoh"]


def test_whoever_signs_for_him_says_so_in_the_order_of_the_posts() -> None:
    assert above(by_secretary(sender())) == ["a.n. Bupati Contoh", "Sekretaris Daerah"]
    assert by_secretary(sender()).letterhead.office == "Sekretariat Daerah"
    assert {by_secretary(sender()).of, by_agency_for_head(sender(), *AGENCY).of} == {"Bupati Contoh"}
    lines = above(by_assistant(sender(), "Asisten Administrasi Umum"))
    assert lines == ["a.n. Bupati Contoh", "Sekretaris Daerah", "u.b.", "Asisten Administrasi Umum"]
    assert above(by_assistant(sender(), ""))[-1] == "[…]"
    assert above(by_agency_for_head(sender(), *AGENCY))[0] == "a.n. Bupati Contoh"
    assert by_agency(sender(), *AGENCY).letterhead.contact[0] == "Jalan Contoh Nomor 1, Contoh"


@pytest.mark.parametrize(("days", "is_acting"), [(1, True), (0, True), (-1, False)])
@pytest.mark.parametrize("kind", ["Plt.", "Plh."])
def test_a_post_held_for_a_while_reads_so_until_its_last_day(days: int, is_acting: bool, kind: str) -> None:
    until = TODAY + timedelta(days=days)

    head = above(by_head_of_region(acting("kepala-daerah", kind, until)))
    agency = above(by_agency(acting("Disdukcapil", kind, until), *AGENCY))

    assert head == [f"{kind} Bupati Contoh" if is_acting else "Bupati Contoh"]
    assert agency[0].startswith(kind) is is_acting


def test_a_paper_lacks_its_named_gaps_but_not_what_the_letter_system_gives() -> None:
    blocks = (
        Paragraph((*known("", "alasan"), *plain("…"), *known("", "alasan"))),
        Pairs((("Narahubung", known("", "narahubung")), ("Nomor", (NUMBER, DAY)))),
    )
    letter = Letter("Surat", sender().layout, TODAY, "Contoh", blocks=blocks)

    assert gaps([letter]) == ["alasan", "narahubung"]


@pytest.mark.parametrize(
    ("region", "post"),
    [
        ("Kabupaten Banyuwangi", "Bupati Banyuwangi"),
        ("Kota Bandung", "Wali Kota Bandung"),
        ("Provinsi Jawa Tengah", "Gubernur Jawa Tengah"),
    ],
)
def test_interest_is_written_to_the_head_of_the_origin_with_a_copy_to_bskdn(region: str, post: str) -> None:
    interest = Interest(region, ("Jempol",), "hasil telaah meja", "Warga antre", AGENCY[0])

    (letter,) = interest_letter(interest, sender())

    assert head_of(region) == post
    assert letter.addressee[0] == f"Yth. {post}"
    assert letter.letterhead is not None
    assert letter.letterhead.office == letter.signatories[0].post == "Bupati Contoh"
    assert "Badan Strategi Kebijakan Dalam Negeri" in letter.copies[0]
    assert gaps([letter]) == ["nama, telepon kantor, pos-el dinas"]


def test_a_head_who_travels_is_sent_by_the_secretary_and_by_nobody_else() -> None:
    visit = dossier()
    head = replace(visit.delegates[0], post="Kepala Dinas Kependudukan dan Pencatatan Sipil")

    (sent,) = assignment(replace(visit, delegates=(head, *visit.delegates[1:])), sender())
    (usual,) = assignment(visit, sender())

    assert sent.signatories[0].post == "Sekretaris Daerah"
    assert sent.letterhead is not None
    assert sent.letterhead.office == "Sekretariat Daerah"
    assert usual.letterhead is not None
    assert usual.letterhead.office == AGENCY[0]
