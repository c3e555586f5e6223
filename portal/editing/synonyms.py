"""Equal words that a curator adds to content/glossary.yaml, so that what was searched in vain is found.

The word is appended as an entry of its own: nothing that stands in the file is touched.
"""

from __future__ import annotations

import json
import re

from portal import audit
from portal.access import Actor
from portal.config import Settings
from portal.errors import InvalidContent, RuleViolation
from portal.publishing.changes import Transaction
from portal.publishing.publish import publish
from portal.publishing.writing import locked, replaced
from portal.records.limits import check_reason
from portal.search.analysis import fold
from portal.search.glossary import GLOSSARY
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


def add(
    transaction: Transaction, settings: Settings, word: str, means: str, *, reason: str, actor: Actor
) -> None:
    """Write that `word` means `means`, publish, and note it in the trail; all of it or nothing.

    Raises RuleViolation, and InvalidContent where the rest of content/ does not hold.
    """
    check(word, means)
    check_reason(reason, "alasan")
    path = settings.content / FILE
    with locked(settings):
        report = Report()
        glossary = GLOSSARY.read(settings.content, report)
        if report.errors:
            raise InvalidContent(report.problems)
        if any(fold(term.term) == fold(word) for term in glossary.terms):
            raise RuleViolation(f"“{word}” sudah ada di glosarium. Ubah entrinya di berkas.", "kata")
        before = path.read_text("utf-8")
        entry = (
            f"  - term: {_quoted(word)}\n    expansions: []\n    equal: [{_quoted(means)}]\n"
            "    related: []\n    ambiguous: false\n    note: ''\n"
        )
        with replaced(path, before.rstrip("\n") + "\n" + entry):
            publish(settings)
            with transaction() as session:
                audit.record(
                    session,
                    actor=actor,
                    action="editing.synonym",
                    subject="glossary:terms",
                    changes={word: ("", means)},
                    reason=reason,
                )


def _quoted(text: str) -> str:
    return json.dumps(" ".join(text.split()), ensure_ascii=False)  # a JSON string is a YAML one too
