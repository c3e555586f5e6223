"""Letters as a PDF: tagged for screen readers (PDF/UA-1), the same bytes for the same letters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from portal.documents.letter import Attachment, Letter, Signatory
from portal.documents.nodes import nodes
from portal.documents.typeset import family, typeset

WORDS = {"page": "Halaman", "of": "dari", "copies": "Tembusan:", "attachment": "Lampiran"}


def make_letter_pdf(letters: Sequence[Letter], *, keep: Path | None = None) -> bytes:
    """The letters, each from a page of its own, as PDF bytes; raises what `typeset` raises.

    They share the layout and the coat of arms of the first one. What everybody may read is kept in a folder.
    """
    first = letters[0]
    layout = first.layout
    font = family(layout.font, folder=layout.font_folder)
    values: dict[str, Any] = {
        "title": first.title,
        "author": first.author,
        "language": first.language,
        "dated": [first.dated.year, first.dated.month, first.dated.day],
        "words": WORDS,
        "layout": asdict(layout) | {"family": font, "sides": layout.sides(is_wide=False)},
        "arms": list(next((head.arms for one in letters if (head := one.letterhead)), b"")),
        "letters": [_letter(letter) for letter in letters],
    }
    folder = layout.font_folder if font else ""
    return typeset("letter.typ", values, dated=first.dated, font_folder=folder, keep=keep)


def _letter(letter: Letter) -> dict[str, Any]:
    head = letter.letterhead
    return {
        "title": letter.title,
        "shape": letter.shape,
        "head": head
        and {
            "government": head.government,
            "office": head.office,
            "contact": head.contact,
            "has_arms": bool(head.arms),
        },
        "number": nodes(letter.number),
        "subject": letter.subject,
        "place": letter.place,
        "fields": [[label, nodes(value)] for label, value in letter.fields],
        "addressee": letter.addressee,
        "blocks": nodes(letter.blocks),
        "signatories": [_signatory(one) for one in letter.signatories],
        "copies": letter.copies,
        "attachments": [_attachment(one) for one in letter.attachments],
        "is_wide": letter.is_wide,
        "remark": letter.remark,
    }


def _signatory(one: Signatory) -> dict[str, Any]:
    return asdict(one) | {"opening": [nodes(line) for line in one.opening]}


def _attachment(one: Attachment) -> dict[str, Any]:
    return {"title": one.title, "blocks": nodes(one.blocks), "is_wide": one.is_wide}
