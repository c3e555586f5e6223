"""What goes along when a case is shared: the text for a chat, and the picture that the chat shows of it."""

from __future__ import annotations

from textwrap import shorten

from portal import edition
from portal.cases.copying import chosen_result, result_words
from portal.cases.model import Case
from portal.documents import picture
from portal.web.static import FOLDER

WIDTH, HEIGHT = 1200, 630  # pixels: what services ask for
LONGEST_FINDING = 110  # characters on the picture


def finding(case: Case) -> str:
    """The one thing to tell of a case: its first result, as the page tells it; "" where it has no figure."""
    result = chosen_result(case)
    return result_words(result) if result else ""


def chat_text(case: Case, place: str, address: str) -> str:
    """A case in a chat: title, place, one finding (or how its summary begins), address."""
    told = finding(case) or shorten(case.summary, 160, placeholder=" …")
    return "\n".join([f"*{case.title}*", place, told, address])


def card(case: Case, place: str, *, portal: str, government: str) -> bytes:
    """The picture of a case as PNG, made once for what it says in this edition. Raises as `picture`."""
    values = {
        "title": case.title,
        "place": place,
        "finding": shorten(finding(case), LONGEST_FINDING, placeholder=" …"),
        "portal": portal,
        "government": government,
        "mark": (FOLDER / "icon.svg").read_text("utf-8"),
    }
    return picture("card.typ", values, keep=edition.papers())
