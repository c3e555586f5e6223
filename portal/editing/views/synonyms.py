"""From what was searched in vain to an equal word in the glossary."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from portal import edition, jobs
from portal.access import actor, allow, may
from portal.cases import CASES
from portal.db import reading, transaction
from portal.editing import synonyms
from portal.editing.sheet import tidy
from portal.editing.views import blueprint
from portal.errors import InvalidContent, RuleViolation
from portal.search.service import find


@blueprint.get("/kurator/padanan")
@allow("editing.synonym")
def ask_synonym() -> ResponseReturnValue:
    """The form; with a meaning in the address it also shows what that finds."""
    word, means = _typed(request.args.get("kata")), _typed(request.args.get("arti"))
    problem = None
    if word and means:
        try:
            synonyms.check(word, means)
        except RuleViolation as error:
            problem = error
    return _page(word, means, "", problem)


@blueprint.post("/kurator/padanan")
@allow("editing.synonym")
def add_synonym() -> ResponseReturnValue:
    """Order the equal word to be written; the job leads to what the search then finds."""
    word, means = _typed(request.form.get("kata")), _typed(request.form.get("arti"))
    reason = tidy(request.form.get("alasan", ""))[:500]
    asked = synonyms.Synonym(word=word, means=means, reason=reason)
    try:
        synonyms.check_new(edition.settings(), asked)
    except RuleViolation as error:
        return _page(word, means, reason, error), 422
    except InvalidContent as error:
        lines = "; ".join(str(problem) for problem in error.problems if not problem.is_warning)
        return _page(word, means, reason, RuleViolation(f"Isi portal belum lolos: {lines}")), 422
    reading().rollback()  # no old reading may be open while others write
    with transaction() as session:
        job = synonyms.ask_to_add(session, actor(), asked)
    return jobs.follow(job)


def for_miss(text: str) -> str:
    """The way from a query that found nothing to the form."""
    return render_template("editing/miss.html", text=text) if may(actor(), "editing.synonym") else ""


def _typed(text: str | None) -> str:
    return " ".join((text or "").split())[: synonyms.LONGEST + 1]


def _page(word: str, means: str, reason: str, problem: RuleViolation | None) -> str:
    found = find(means) if means else None
    return render_template(
        "editing/synonym.html",
        word=word,
        means=means,
        reason=reason,
        problem=problem,
        total=found.total if found else None,
        cases=[CASES.get()[hit.key] for hit in found.hits[:5]] if found else [],
    )
