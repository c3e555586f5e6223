"""Pages of evidence: add, look, hand out, correct, replace, judge, withdraw."""

from __future__ import annotations

from datetime import datetime

from flask import Blueprint, current_app, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage

from portal import accounts
from portal.access import Actor, actor, allow, may
from portal.config import Settings
from portal.db import reading, transaction
from portal.errors import Conflict, NotFound, PortalError
from portal.evidence import links, previews, queries, service
from portal.evidence.forms import (
    DetailsForm,
    FileForm,
    JudgeForm,
    NewForm,
    WithdrawForm,
    note_text,
)
from portal.evidence.incoming import accept_large, incoming_of, store_of_app
from portal.evidence.indicators import indicator_names
from portal.evidence.models import Evidence, EvidenceLink
from portal.evidence.rules import (
    KIND_NAMES,
    NOTED_FIELDS,
    SIGNER_LEVELS,
    VERDICT_NAMES,
    EvidenceKind,
    Verdict,
)
from portal.evidence.subjects import Subject, check, may_do, readable, subject_of, titles
from portal.evidence.uploads import Upload, receive
from portal.records.asking import Asked, asks
from portal.records.saving import CLASH, Versioned, attempt, clash, done, filled
from portal.web import figures
from portal.web.forms import Form

blueprint = Blueprint("evidence", __name__, template_folder="templates")
UPLOADS = frozenset({"evidence.create", "evidence.replace"})


@blueprint.url_value_preprocessor
def take_large_forms(endpoint: str | None, _values: dict[str, object] | None) -> None:
    """Let the forms that carry a file be larger than every other; runs before anything reads them."""
    if endpoint in UPLOADS:
        request.max_content_length = accept_large(_settings())


@blueprint.get("/bukti/baru")
@allow("evidence.write")
def new() -> ResponseReturnValue:
    """The form for a new piece of evidence of ?subjek=kind:id."""
    subject = _subject(reading(), actor())
    return _new_page(NewForm(_settings()), subject)


@blueprint.post("/bukti/baru")
@allow("evidence.write")
def create() -> ResponseReturnValue:
    """Add a piece of evidence with its file."""
    subject = _subject(reading(), actor())
    form = NewForm(_settings())
    if not form.validate():
        form.ask_for_file_again()
        return _new_page(form, subject), 422
    details = form.details()
    try:
        with _receive(form.file.data, details.kind) as upload, store_of_app().door():
            upload.keep()
            with transaction() as session:
                if not form.again.data:
                    service.check_is_only(session, subject, upload)
                evidence = service.add_evidence(session, subject, details, upload, actor=actor())
    except PortalError as problem:
        form.add_error("file", str(problem))
        return _new_page(form, subject, problem), problem.status
    return done(f"{evidence.title} tersimpan.", _url(evidence.id))


@blueprint.get("/bukti/<int:evidence_id>")
@allow("evidence.read")
def show(evidence_id: int) -> ResponseReturnValue:
    """One piece of evidence: what it states, its files, what was found, and what happened to it."""
    evidence, subject = load(reading(), evidence_id, "read")
    return _page(evidence, subject)


@blueprint.get("/bukti/<int:evidence_id>/<int:number>")
@allow("evidence.read")
def download(evidence_id: int, number: int) -> ResponseReturnValue:
    """One version of the file, to be saved; never shown as a page of this site."""
    evidence, _ = load(reading(), evidence_id, "read")
    file = queries.get_file(evidence, number)
    path = store_of_app().path(file.sha256)
    if not path.is_file():
        current_app.logger.error("evidence file %s of evidence %d is gone", file.sha256, evidence_id)
        raise NotFound("Berkas bukti ini tidak ditemukan di penyimpanan. Beri tahu admin portal.")
    answer = send_file(
        path.resolve(),
        mimetype=file.mime,
        as_attachment=True,
        download_name=file.download_name,
        conditional=True,
        etag=file.sha256,
        last_modified=file.uploaded_at,
    )
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["Accept-Ranges"] = "bytes"
    return answer


@asks(blueprint, "/bukti/<int:evidence_id>/ubah", "evidence.write")
def change(evidence_id: int) -> Asked:
    """Correct what the evidence states; who comes second sees both texts."""
    evidence, _ = load(reading(), evidence_id, "write")
    service.check_open(evidence)
    form = filled(DetailsForm, evidence)

    def act(session: Session, who: Actor) -> None:
        stored, _ = load(session, evidence_id, "write")
        service.change_details(session, stored, form.details(), seen=form.read_at(), actor=who)

    def page(status: int) -> ResponseReturnValue:
        stored, subject = load(reading(), evidence_id, "write")
        other = clash(form, stored) if status == CLASH else []
        return render_template(
            "evidence/edit.html",
            form=form,
            evidence=stored,
            subject=subject,
            stored=other,
            status=status,
            noted=NOTED_FIELDS,
        ), status

    said = "Perubahan tersimpan. Bukti ini perlu diperiksa lagi."
    return Asked(form, page, act, said, _url(evidence_id))


@blueprint.post("/bukti/<int:evidence_id>/berkas")
@allow("evidence.write")
def replace(evidence_id: int) -> ResponseReturnValue:
    """Add a newer version of the file."""
    evidence, subject = load(reading(), evidence_id, "write")
    form = FileForm(_settings())
    if not form.validate():
        return _page(evidence, subject, file_form=form), 422
    try:
        service.check_open(evidence)
        with _receive(form.file.data, EvidenceKind(evidence.kind)) as upload, store_of_app().door():
            upload.keep()
            with transaction() as session:
                changed, _ = load(session, evidence_id, "write")
                added = service.add_file(session, changed, upload, actor=actor())
    except PortalError as problem:
        form.add_error("file", str(problem))
        return _page(evidence, subject, file_form=form), problem.status
    said = f"Versi {added.number} tersimpan. Versi lama tetap ada. Bukti ini perlu diperiksa lagi."
    return done(said, _url(evidence_id))


@blueprint.post("/bukti/<int:evidence_id>/periksa")
@allow("evidence.judge")
def judge(evidence_id: int) -> ResponseReturnValue:
    """Write down what an examiner found."""
    form = JudgeForm()
    load(reading(), evidence_id, "judge")
    uses = form.uses.data if form.uses.raw_data else None

    def act(session: Session, who: Actor) -> None:
        judged, _ = load(session, evidence_id, "judge")
        verdict, note = Verdict(form.verdict.data), note_text(form.note.data)
        if uses is not None and uses != links.mark_of(judged):
            raise Conflict(service.CHANGED)
        service.judge(session, judged, verdict, note, seen=form.read_at(), fields=form.noted(), actor=who)

    if status := attempt(form, act):
        return _again(evidence_id, form, status, judge_form=form)
    name = VERDICT_NAMES[Verdict(form.verdict.data)]
    return done(f"Hasil pemeriksaan tersimpan: {name}.", _url(evidence_id))


@blueprint.post("/bukti/<int:evidence_id>/tarik")
@allow("evidence.write")
def withdraw(evidence_id: int) -> ResponseReturnValue:
    """Take back what was uploaded by mistake; nothing is removed."""
    form = WithdrawForm()
    load(reading(), evidence_id, "write")

    def act(session: Session, who: Actor) -> None:
        taken, _ = load(session, evidence_id, "write")
        service.withdraw(session, taken, form.reason.data, seen=form.read_at(), actor=who)

    if status := attempt(form, act):
        return _again(evidence_id, form, status, withdraw_form=form)
    return done("Bukti ditarik. Berkasnya tetap tersimpan untuk auditor.", _url(evidence_id))


@blueprint.app_template_filter("camera_moment")
def camera_moment(written: str) -> str:
    """A moment by a camera's clock, which knows no zone: 2 November 2026 08.30."""
    moment = datetime.fromisoformat(written)
    return f"{figures.long_date(moment)} {moment:%H.%M}"


def panel(key: str, *, headed: bool = True) -> Markup:
    """The evidence of a subject, as a part of its page; nothing for whoever may not see it.

    `headed` says whether it brings its own heading, or stands under one of the page.
    """
    session, who = reading(), actor()
    subject = subject_of(session, key)
    if not may_do(who, "read", subject):
        return Markup("")
    return Markup(  # noqa: S704 -- a rendered template
        render_template(
            "evidence/panel.html",
            subject=subject,
            headed=headed,
            listed=queries.of_subject(session, key),
            indicators=indicator_names(),
            may_write=may_do(who, "write", subject),
            verdict_names=VERDICT_NAMES,
        )
    )


def _settings() -> Settings:
    found: Settings = current_app.extensions["settings"]
    return found


def _subject(session: Session, who: Actor) -> Subject:
    subject = subject_of(session, request.args.get("subjek", ""))
    check(who, "write", subject)
    return subject


def load(session: Session, evidence_id: int, verb: str) -> tuple[Evidence, Subject]:
    """The evidence and what it belongs to, for an actor who may do this to it.

    Whoever may read the evidence of something that it is said to prove may read it too.
    """
    evidence = queries.get(session, evidence_id)
    subject = subject_of(session, evidence.subject)
    is_seen = verb == "read" and readable(session, actor(), (link.subject for link in evidence.uses))
    if not is_seen:
        check(actor(), verb, subject)
    return evidence, subject


def _receive(file: FileStorage | None, kind: EvidenceKind) -> Upload:
    store_of_app().sweep_drafts()
    person = str(actor().account_id)
    return receive(incoming_of(file), kind, _settings().evidence_scanner, person=person)


def _new_page(form: NewForm, subject: Subject, problem: PortalError | None = None) -> str:
    twin = problem if isinstance(problem, service.SameFile) else None
    opd = _opd_name(subject.opd)
    return render_template("evidence/new.html", form=form, subject=subject, opd=opd, twin=twin)


def _again(evidence_id: int, form: Versioned, status: int, **forms: Form) -> ResponseReturnValue:
    """The page as it is now, with what was typed and what is wrong; after a conflict it can be sent again."""
    evidence, subject = load(reading(), evidence_id, "read")
    if status == CLASH:
        form.carry(evidence.version)
        if isinstance(form, JudgeForm):
            form.uses.data, form.uses.raw_data = links.mark_of(evidence), None
    return _page(evidence, subject, **forms), status


def _url(evidence_id: int) -> str:
    return url_for(".show", evidence_id=evidence_id)


def _page(evidence: Evidence, subject: Subject, **forms: Form) -> str:
    who = actor()
    is_open = evidence.withdrawn_at is None
    is_own = who.account_id in evidence.proposers
    seen = {"version": evidence.version, "uses": links.mark_of(evidence)}
    return render_template(
        "evidence/show.html",
        evidence=evidence,
        subject=subject,
        opd=_opd_name(evidence.opd),
        kind_name=KIND_NAMES[EvidenceKind(evidence.kind)],
        verdict_names=VERDICT_NAMES,
        level_names=SIGNER_LEVELS,
        noted=NOTED_FIELDS,
        indicators=indicator_names(),
        about=titles(reading(), [link.subject for link in evidence.uses]),
        may_preview=previews.can_show(evidence.newest),
        may_loosen={link.id: may_loosen(link, subject) for link in evidence.uses},
        events=queries.history(evidence),
        may_write=is_open and may_do(who, "write", subject),
        may_judge=is_open and not is_own and may_do(who, "judge", subject),
        may_see_place=may(who, "evidence.place", opd=subject.opd),
        file_form=forms.get("file_form") or FileForm(_settings(), formdata=None),
        judge_form=forms.get("judge_form") or JudgeForm(formdata=None, data=seen),
        withdraw_form=forms.get("withdraw_form") or WithdrawForm(formdata=None, data=seen),
    )


def may_loosen(link: EvidenceLink, home: Subject) -> bool:
    """Who may write the evidence of either end may say that it does not prove it."""
    who, session = actor(), reading()
    if may_do(who, "write", home):
        return True
    found = readable(session, who, [link.subject])
    return found is not None and may_do(who, "write", found)


def _opd_name(code: str) -> str:
    return accounts.opd_names().get(code, code)
