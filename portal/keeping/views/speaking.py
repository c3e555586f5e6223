"""Whether a case helped and what is wrong in it: the pages of readers, and the desk of the curator."""

from __future__ import annotations

import hmac

from flask import current_app, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from portal import access
from portal.access import Actor, allow
from portal.accounts.brakes import brake_writing
from portal.cases import CASES, Case, get_article, get_case
from portal.db import reading, transaction
from portal.errors import RuleViolation
from portal.keeping import speaking
from portal.keeping.forms import JudgeForm, ReasonForm, ReportForm
from portal.keeping.models import VERDICTS, Verdict
from portal.keeping.views import blueprint
from portal.records.asking import Asked, asks
from portal.records.saving import FormPage, attempt, done

ANSWERS = {"ya": True, "tidak": False}
THANKS = "Terima kasih. Jawaban Anda dihitung tanpa nama."


@blueprint.get("/inovasi/<slug>/membantu")
@allow("keeping.speak", guests=True)
def opinion(slug: str) -> ResponseReturnValue:
    """Whether a case helped, with the reason for who has said so."""
    return _opinion_page(get_case(slug), ReasonForm(formdata=None))


@blueprint.post("/inovasi/<slug>/membantu")
@allow("keeping.speak", guests=True)
def say(slug: str) -> ResponseReturnValue:
    """Say whether a case helped: one tap; why may be added after."""
    case, actor = get_case(slug), access.actor()
    is_helpful = ANSWERS.get(request.form.get("membantu", ""))
    if is_helpful is None:
        raise RuleViolation("Pilih Ya atau Tidak.")
    if not actor.is_signed_in:
        brake_writing()
    with transaction() as writing:
        speaking.say(writing, case, _voter(slug), is_helpful=is_helpful, actor=actor)
    return done(THANKS, url_for(".opinion", slug=slug))


@blueprint.post("/inovasi/<slug>/membantu/alasan")
@allow("keeping.speak", guests=True)
def say_why(slug: str) -> ResponseReturnValue:
    """Add why."""
    case, form = get_case(slug), ReasonForm()

    def act(writing: Session, _actor: Actor) -> None:
        speaking.say_why(writing, slug, _voter(slug), form.reason.data)

    if status := attempt(form, act):
        return _opinion_page(case, form), status
    return done("Alasan Anda sampai ke kurator, tanpa nama.", url_for("cases.show", slug=slug))


@asks(blueprint, "/inovasi/<slug>/laporkan", "keeping.speak", guests=True)
def report(slug: str) -> Asked:
    """Report a fault in a case."""
    case, form = get_case(slug), ReportForm()
    form.place.offer((section.heading, section.heading) for section in get_article(case).sections)

    def act(writing: Session, actor: Actor) -> None:
        if not actor.is_signed_in:
            brake_writing()
        speaking.report(writing, case, place=form.place.data or "", text=form.text.data, actor=actor)

    back = url_for("cases.show", slug=slug)
    lead = "Laporan ini dibaca kurator." + (
        "" if access.actor().is_signed_in else " Nama Anda tidak dicatat, jadi kami tidak dapat membalas."
    )
    crumbs = (("Inovasi", url_for("search.catalogue")), (case.title, back))
    page = FormPage(f"Laporkan kesalahan: {case.title}", back, "Kirim laporan", lead, crumbs=crumbs)
    return Asked(form, page, act, "Laporan Anda sampai ke kurator. Terima kasih.", back)


@blueprint.get("/pembaca")
@allow("keeping.answer")
def desk() -> ResponseReturnValue:
    """What readers say: faults to look at, and by case and OPD whom it helped."""
    now = reading()
    return render_template(
        "keeping/desk.html",
        waiting=speaking.waiting(now),
        judged=speaking.judged(now),
        counts=speaking.counts(now),
        reasons=speaking.reasons(now),
        cases=CASES.get(),
        verdicts=VERDICTS,
    )


@asks(blueprint, "/pembaca/laporan/<int:report_id>", "keeping.answer")
def judge(report_id: int) -> Asked:
    """Look at a report and say what became of it."""
    row = speaking.get(reading(), report_id)
    form = JudgeForm(obj=row)

    def act(writing: Session, actor: Actor) -> None:
        stored = speaking.get(writing, report_id)
        speaking.judge(writing, stored, Verdict(form.verdict.data), form.answer.data, actor=actor)

    links = [
        ("Buka kasusnya", url_for("cases.show", slug=row.slug)),
        ("Sunting", url_for("editing.edit", slug=row.slug)),
    ]
    page = FormPage(
        f"Periksa laporan: {row.title}",
        url_for(".desk"),
        lead=f"{row.place or 'Bagian tidak disebut'}: “{row.text}” ({row.by_name or 'pembaca tanpa nama'})",
        crumbs=(("Suara pembaca", url_for(".desk")),),
        links=tuple(links) if row.slug in CASES.get() else (),
    )
    return Asked(form, page, act, "Hasil pemeriksaan tersimpan.", url_for(".desk"))


def _opinion_page(case: Case, form: ReasonForm) -> str:
    said = speaking.opinion(reading(), case.slug, _voter(case.slug)) if session else None
    if said is not None and not form.is_submitted():
        form.reason.data = said.reason
    return render_template("keeping/opinion.html", case=case, said=said, form=form)


def _voter(slug: str) -> str:
    """The reader's mark for one case: it tells no name, and differs from case to case."""
    actor = access.actor()
    who = str(actor.account_id) if actor.is_signed_in else f"tamu {session.get('csrf_token', '')}"
    key = str(current_app.config["SECRET_KEY"]).encode()
    return hmac.new(key, f"{slug} {who}".encode(), "sha256").hexdigest()
