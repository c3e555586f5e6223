"""Who signs a paper, and under which head: the head of the region, for him (a.n., u.b.), or an agency's head.

A head of region writes under the post alone; whoever signs for him under the secretariat's head, and an
agency's head under the agency's (Permendagri 1/2023 on official papers; the exact forms are the
government's own rule to confirm). A post that is held for a while reads Plt. or Plh. until its last day.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from portal.documents import Inlines, Letterhead, Signatory, known, plain
from portal.government.sender import Sender

HEAD_OF_REGION, SECRETARY = "kepala-daerah", "sekda"
REGION_CONTACT = ("[alamat, telepon, laman, dan pos-el kantor kepala daerah]",)


@dataclass(frozen=True)
class Signing:
    """A letterhead and what stands above the signature; the last line is the post that signs."""

    letterhead: Letterhead
    lines: tuple[Inlines, ...]

    @property
    def post(self) -> str:
        """The post whose holder signs; empty where it is a gap."""
        return "".join(getattr(part, "text", "") for part in self.lines[-1])

    @property
    def of(self) -> str:
        """Whose paper it is: the post in whose name it is signed, else the one that signs."""
        first = "".join(getattr(part, "text", "") for part in self.lines[0])
        return first.removeprefix("a.n. ") if len(self.lines) > 1 else self.post

    def signatory(self, *opening: Inlines) -> Signatory:
        """The block for the signature, below place and day."""
        if not self.post:
            return Signatory("", (*opening, *self.lines))
        return Signatory(self.post, (*opening, *self.lines[:-1]))


def by_head_of_region(sender: Sender) -> Signing:
    """The head of the region, under the post's own head."""
    return Signing(head_of_region_letterhead(sender), (plain(_post(sender, HEAD_OF_REGION, _head(sender))),))


def by_secretary(sender: Sender) -> Signing:
    """The regional secretary in the name of the head of the region."""
    secretary = _post(sender, SECRETARY, sender.government.secretary)
    return Signing(sender.secretariat(), (plain(f"a.n. {_head(sender)}"), plain(secretary)))


def by_assistant(sender: Sender, post: str) -> Signing:
    """An assistant for the secretary, who signs in the name of the head of the region; '' leaves a gap."""
    above = (plain(f"a.n. {_head(sender)}"), plain(sender.government.secretary), plain("u.b."))
    return Signing(sender.secretariat(), (*above, known(post, "jabatan asisten")))


def by_agency(sender: Sender, office: str, code: str) -> Signing:
    """The head of an agency."""
    post = _post(sender, code, sender.head_of(office))
    return Signing(sender.letterhead(office, code), (plain(post),))


def by_agency_for_head(sender: Sender, office: str, code: str) -> Signing:
    """The head of an agency in the name of the head of the region: counts as signed for the latter."""
    post = _post(sender, code, sender.head_of(office))
    return Signing(sender.letterhead(office, code), (plain(f"a.n. {_head(sender)}"), plain(post)))


def head_of_region_letterhead(sender: Sender) -> Letterhead:
    """The post alone over its addresses."""
    contact = sender.government.letters.contacts.get(HEAD_OF_REGION) or REGION_CONTACT
    return Letterhead("", _head(sender), contact, sender.arms)


def acting_kind(sender: Sender, posts: Iterable[str]) -> str:
    """Plt. or Plh. where one of these posts is held for a while on the day of the paper."""
    names = set(posts)
    today = (one for one in sender.government.letters.acting if one.post in names)
    return next((one.kind for one in today if one.until >= sender.dated), "")


def _post(sender: Sender, key: str, name: str) -> str:
    return f"{acting_kind(sender, [key])} {name}".strip()


def _head(sender: Sender) -> str:
    return f"{sender.government.head} {sender.government.short_name}"
