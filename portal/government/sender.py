"""Who sends official papers: the government, its layout, its coat of arms, the day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from portal import clock, edition
from portal.documents import Inlines, Layout, Letterhead, Run, coat_of_arms, numbered
from portal.documents.letter import DAY
from portal.government.model import Government

SECRETARIAT = "Sekretariat Daerah"
NO_CONTACT = ("[alamat, telepon, laman, dan pos-el perangkat daerah]",)
HEADS = {
    "Inspektorat": "Inspektur",
    "Sekretariat DPRD": "Sekretaris DPRD",
    "RSUD": "Direktur",
    "Kecamatan": "Camat",
    "Kelurahan": "Lurah",
}


@dataclass(frozen=True)
class Sender:
    """Everything about us that a paper prints."""

    government: Government
    layout: Layout
    dated: date
    arms: bytes = b""
    portal: str = ""

    @property
    def city(self) -> str:
        """Where letters are dated."""
        return self.government.letters.city

    @property
    def region(self) -> str:
        """The region's own name: "Kabupaten …"."""
        return self.government.name.removeprefix("Pemerintah ").strip()

    def letterhead(self, office: str, code: str = "") -> Letterhead:
        """The head of an agency's papers."""
        contact = self.government.letters.contacts.get(code) or NO_CONTACT
        return Letterhead(self.government.name, office, contact, self.arms)

    def secretariat(self) -> Letterhead:
        """The head of the papers that the regional secretary signs."""
        code = next((opd.code for opd in self.government.opds if opd.name == SECRETARIAT), "")
        return self.letterhead(SECRETARIAT, code)

    def number(self, paper: str) -> Inlines:
        """The gap for a number, behind the archive code that the government gave this kind of paper."""
        return numbered(self.government.letters.codes.get(paper, ""), self.dated.year)

    def head_of(self, office: str) -> str:
        """The post that leads an agency."""
        if office == SECRETARIAT:
            return self.government.secretary
        for beginning, post in HEADS.items():
            if office.startswith(beginning):
                rest = office.removeprefix(beginning).strip()
                return (
                    f"{post} {office}"
                    if beginning == "RSUD"
                    else f"{post} {rest}".removesuffix(" Daerah").strip()
                )
        return f"Kepala {office}"


def our_sender() -> Sender:
    """Our own government as a sender, today."""
    from portal.government import our_government

    settings = edition.settings()
    return sender_of(
        our_government(),
        content=settings.content,
        font_folder=settings.letter_fonts,
        portal=settings.name,
        dated=clock.today(),
    )


def place_and_day(sender: Sender) -> tuple[Inlines, ...]:
    """The city and the gap for the day, above a signature."""
    return ((Run(f"{sender.city}, " if sender.city else ""), DAY),)


def sender_of(government: Government, *, content: Path, font_folder: str, portal: str, dated: date) -> Sender:
    """The sender that a government's settings describe; an unreadable coat of arms is left out."""
    rules = government.letters
    layout = Layout(
        paper=rules.paper,
        font=rules.font,
        size=rules.font_size,
        table_size=rules.table_font_size,
        spacing=rules.line_spacing,
        top=rules.margins.top,
        bottom=rules.margins.bottom,
        left=rules.margins.left,
        right=rules.margins.right,
        font_folder=font_folder,
    )
    arms = b""
    if rules.coat_of_arms:
        try:
            arms = coat_of_arms((content / "government" / rules.coat_of_arms).read_bytes())
        except OSError:
            arms = b""  # the gate of content/ reports it; a letter is still a letter
    return Sender(government, layout, dated, arms, portal)
