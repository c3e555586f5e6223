"""Equal words that a curator adds to content/glossary.yaml, so that what was searched in vain is found.

The word is appended as an entry of its own: nothing that stands in the file is touched.
"""

from __future__ import annotations

import json
import re
from contextlib import ExitStack

from flask import url_for
from pydantic import BaseModel
from sqlalchemy.orm import Session

from portal import audit, edition, jobs
from portal.access import Actor, may
from portal.config import Settings
from portal.db import transaction
from portal.errors import Forbidden, InvalidContent, RuleViolation
from portal.jobs.models import KEY, Job
from portal.publishing.changes import LANE
from portal.publishing.publish import publish
from portal.publishing.writing import clear_leftovers, locked, replaced
from portal.records.limits import check_reason
from portal.search.analysis import fold
from portal.search.glossary import GLOSSARY, Term
from portal.search.misses import is_personal
from portal.search.service import find
from portal.yamlfiles import Report

LONGEST = 60  # characters of a word or phrase
FILE = "glossary.yaml"
_MARKS = re.compile(r"[^\w\s'’./&-]")  # what no word of the glossary is written with


def check(word: str, means: str) -> None:
    """Raise RuleViolation, with its field, where the pair cannot help a search."""
    for field, text, name in (("kata", word, "Kata"), ("arti", means, "Padanan")):
        if len(fold(text)) < 2 or len(text) > LONGEST:
            raise RuleViolation(f"{name} terdiri atas 2 sampai {LONGEST} huruf.", field)
        if _MARKS.search(text) or is_personal(text):
            raise RuleViolation(f"{name} hanya berisi huruf dan tanda hubung, tanpa nomor pribadi.", field)
    if fold(word) == fold(means):
        raise RuleViolation("Kata dan padanannya sama.", "arti")
    if not find(means).total:
        raise RuleViolation("Padanan ini sendiri tidak menemukan apa pun. Pilih kata lain.", "arti")


class Synonym(BaseModel):
    """An equal word that somebody wants to add, and why."""

    word: str
    means: str
    reason: str


def check_new(settings: Settings, asked: Synonym) -> None:
    """Raise RuleViolation where the glossary has the word, InvalidContent where it cannot be read."""
    check(asked.word, asked.means)
    check_reason(asked.reason, "alasan")
    if _standing(settings, asked.word) is not None:
        raise RuleViolation(f"“{asked.word}” sudah ada di glosarium. Ubah entrinya di berkas.", "kata")


def ask_to_add(session: Session, actor: Actor, asked: Synonym) -> Job:
    """Ask for an equal word; the same pair twice is one job."""
    return jobs.ask(
        session,
        "editing.synonym",
        asked,
        actor=actor,
        title=f"Menambah padanan “{asked.word}”",
        key=f"synonym:{asked.word}:{asked.means}"[:KEY],
        next_page=url_for("search.find", q=asked.word),
        back_page=url_for("editing.ask_synonym", kata=asked.word, arti=asked.means),
    )


@jobs.handler("editing.synonym", Synonym, lane=LANE)
def add(task: jobs.Task, asked: Synonym) -> None:
    """Write the word, publish, and note it in the trail, where the job ends; all of it or nothing.

    Where a worker died after it had written the file, the word stands there already, and the rest follows.
    """
    settings, actor = edition.settings(), task.actor()
    if not may(actor, "editing.synonym"):
        raise Forbidden("Anda tidak lagi berwenang menambah padanan kata.")
    path = settings.content / FILE
    with locked(settings), ExitStack() as stack:
        standing = _standing(settings, asked.word)
        if task.job.attempts > 1 and standing is not None and standing.equal == (asked.means,):
            clear_leftovers(path)
        else:
            check_new(settings, asked)
            stack.enter_context(replaced(path, path.read_text("utf-8").rstrip("\n") + "\n" + _entry(asked)))
        publish(settings, tell=task.progress)
        _note(task, actor, asked)


def _standing(settings: Settings, word: str) -> Term | None:
    report = Report()
    glossary = GLOSSARY.read(settings.content, report)
    if report.errors:
        raise InvalidContent(report.problems)
    return next((term for term in glossary.terms if fold(term.term) == fold(word)), None)


def _entry(asked: Synonym) -> str:
    return (
        f"  - term: {_quoted(asked.word)}\n    expansions: []\n    equal: [{_quoted(asked.means)}]\n"
        "    related: []\n    ambiguous: false\n    note: ''\n"
    )


def _note(task: jobs.Task, actor: Actor, asked: Synonym) -> None:
    with transaction() as session:
        audit.record(
            session,
            actor=actor,
            action="editing.synonym",
            subject="glossary:terms",
            changes={asked.word: ("", asked.means)},
            reason=asked.reason,
        )
        said = f"Padanan disimpan: “{asked.word}” kini juga dicari sebagai “{asked.means}”."
        task.end(session, jobs.Done(said))


def _quoted(text: str) -> str:
    return json.dumps(" ".join(text.split()), ensure_ascii=False)  # a JSON string is a YAML one too
