"""Pages of jobs: one's own, all of them for the admin, and one with how far it is."""

from __future__ import annotations

from flask import Blueprint, Response, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.access import actor, allow, may, own_path
from portal.db import reading, transaction
from portal.errors import NotFound
from portal.jobs import queue, words
from portal.jobs.models import Job, JobFile, JobState
from portal.web.attachments import attachment
from portal.web.paging import paging

blueprint = Blueprint("jobs", __name__, template_folder="templates")
SHOWN = 50  # jobs on a page of the list


@blueprint.get("/pekerjaan")
@allow("jobs.read")
def index() -> ResponseReturnValue:
    """One's own jobs, or all of them; what waits and runs first, then the newest."""
    sees_all = may(actor(), "jobs.manage")
    wanted = select(Job) if sees_all else select(Job).where(Job.account_id == actor().account_id)
    session = reading()
    pages = paging(session.scalar(select(func.count()).select_from(wanted.subquery())) or 0, SHOWN)
    jobs = session.scalars(wanted.order_by(Job.id.desc()).offset(pages.offset).limit(SHOWN)).all()
    return render_template("jobs/index.html", jobs=jobs, paging=pages, sees_all=sees_all)


@blueprint.get("/pekerjaan/<int:job_id>")
@allow("jobs.read")
def show(job_id: int) -> ResponseReturnValue:
    """One job. Whoever follows it (?ikuti=1) is led on once it is done."""
    job = _job(reading(), job_id)
    follows = request.args.get("ikuti") == "1"
    if follows and job.state == JobState.DONE and job.next_page:
        flash(job.said)
        return redirect(own_path(job.next_page), code=303)
    file = reading().scalar(select(JobFile.name).where(JobFile.job_id == job.id))
    return render_template("jobs/show.html", job=job, follows=follows, file=file, states=JobState)


@blueprint.get("/pekerjaan/<int:job_id>/kemajuan")
@allow("jobs.read")
def progress(job_id: int) -> ResponseReturnValue:
    """How far it is (JSON)."""
    job = _job(reading(), job_id)
    return jsonify(
        living=job.is_living,
        waiting=job.state == JobState.WAITING,
        sentence=words.sentence(job),
        counted=words.count(job),
        done=job.done,
        total=job.total,
    )


@blueprint.get("/pekerjaan/<int:job_id>/berkas")
@allow("jobs.read")
def file(job_id: int) -> ResponseReturnValue:
    """The file that it made."""
    job = _job(reading(), job_id)
    found = reading().get(JobFile, job.id)
    if found is None:
        raise NotFound("Berkas ini sudah dibersihkan. Buat sekali lagi dari halaman asalnya.")
    response = attachment(found.body, found.type, found.name)
    response.headers["Cache-Control"] = "private, no-store"
    return response


@blueprint.post("/pekerjaan/<int:job_id>/batal")
@allow("jobs.read")
def cancel(job_id: int) -> ResponseReturnValue:
    """Take it back before it begins."""
    with transaction() as session:
        queue.cancel(session, _job(session, job_id), actor=actor())
    return redirect(url_for(".show", job_id=job_id), code=303)


def follow(job: Job) -> Response:
    """The answer to a form whose work is a job now: its page, which leads on once it is done."""
    return redirect(url_for("jobs.show", job_id=job.id, ikuti=1), code=303)  # type: ignore[return-value]


def menu(_subject: object) -> str:
    """The way to the list."""
    return render_template("jobs/menu.html")


def _job(session: Session, job_id: int) -> Job:
    """A job that this person asked for, or any for who manages them; the others do not exist for them."""
    job = queue.get(session, job_id)
    if job.account_id != actor().account_id and not may(actor(), "jobs.manage"):
        raise NotFound("Pekerjaan ini tidak ada, atau catatannya sudah dibersihkan.")
    return job
