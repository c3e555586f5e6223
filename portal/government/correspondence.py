"""What every letter to another office has alike: its shape, head, number and subject, place and signature."""

from __future__ import annotations

from collections.abc import Iterable

from portal.documents import Attachment, Block, Letter, plain
from portal.government.sender import Sender
from portal.government.signing import Signing

NONE_ENCLOSED = "–"


def correspondence(
    sender: Sender,
    signing: Signing,
    *,
    paper: str,
    title: str,
    about: str,
    addressee: tuple[str, ...],
    blocks: Iterable[Block],
    copies: tuple[str, ...],
    attachments: tuple[Attachment, ...] = (),
    enclosed: str = NONE_ENCLOSED,
    urgency: str = "Biasa",
) -> Letter:
    """A letter; `paper` is its kind, for the archive code of its number."""
    return Letter(
        title=title,
        shape="korespondensi",
        layout=sender.layout,
        dated=sender.dated,
        author=sender.government.name,
        letterhead=signing.letterhead,
        place=sender.city,
        fields=(
            ("Nomor", sender.number(paper)),
            ("Sifat", plain(urgency)),
            ("Lampiran", plain(enclosed)),
            ("Hal", plain(about)),
        ),
        addressee=addressee,
        blocks=tuple(blocks),
        signatories=(signing.signatory(),),
        copies=copies,
        attachments=attachments,
    )
