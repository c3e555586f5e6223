"""Pages of notices: one's own list, what is wanted, and the calendar that a phone reads."""

from __future__ import annotations

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm

from portal import clock, edition
from portal.access import actor, allow, own_path
from portal.accounts import identity
from portal.accounts.models import Account
from portal.adoption import TaskKind, everything_to_do
from portal.db import reading, transaction
from portal.documents.calendars import ICS, Appointment, Diary, make_ics
from portal.errors import NotFound
from portal.notices import choices, gather, queries
from portal.notices.choices import CHANNEL_NAMES, KIND_NAMES, Channel
from portal.notices.models import CalendarKey, LetterState
from portal.notices.month import lay_out, month_of
from portal.records.saving import done
from portal.web.addresses import base, root

blueprint = Blueprint("notices", __name__, template_folder="templates")


@blueprint.get("/pemberitahuan")
@allow("notices.own")
def index() -> ResponseReturnValue:
    """What is new for me and what still waits, brought up to date as the page is asked for."""
    account_id = _me()
    tasks = gather.tasks_of(reading(), actor())
    with transaction() as session:
        gather.gather(session, account_id, tasks, clock.now())
        off = choices.switched_off(session, account_id)
    found = [
        notice for notice in queries.listed(reading(), account_id) if (Channel.PORTAL, notice.kind) not in off
    ]
    return render_template(
        "notices/index.html",
        notices=found,
        unread=sum(notice.read_at is None for notice in found),
        kinds=KIND_NAMES,
        today=clock.today(),
    )


@blueprint.get("/pemberitahuan/<int:notice_id>")
@allow("notices.own")
def show(notice_id: int) -> ResponseReturnValue:
    """Lead to what it is about; it counts as read."""
    with transaction() as session:
        notice = queries.get(session, notice_id, actor().account_id)
        notice.read_at = notice.read_at or clock.now()
        path = notice.path
    return redirect(own_path(request.script_root + path), code=303)


@blueprint.post("/pemberitahuan/dibaca")
@allow("notices.own")
def read_all() -> ResponseReturnValue:
    """Everything is read."""
    with transaction() as session:
        queries.read_all(session, _me(), clock.now())
    return done("Semua ditandai sudah dibaca.", url_for(".index"))


@blueprint.get("/pemberitahuan/pilihan")
@allow("notices.own")
def settings() -> ResponseReturnValue:
    """What reaches me, and how."""
    return _settings_page()


@blueprint.post("/pemberitahuan/pilihan")
@allow("notices.own")
def save_settings() -> ResponseReturnValue:
    """Keep what I want."""
    wanted = {
        (channel, kind)
        for channel, kind in choices.offered()
        if request.form.get(f"{channel}-{kind}") is not None
    }
    with transaction() as session:
        choices.switch(session, _me(), wanted)
    return done("Pilihan tersimpan.", url_for(".settings"))


@blueprint.post("/pemberitahuan/kalender")
@allow("notices.own")
def make_calendar() -> ResponseReturnValue:
    """A new address for my calendar, shown this once."""
    with transaction() as session:
        token = queries.make_key(session, _me(), clock.now())
    return _settings_page(address=base() + url_for(".calendar", token=token))


@blueprint.post("/pemberitahuan/kalender/hapus")
@allow("notices.own")
def drop_calendar() -> ResponseReturnValue:
    """My calendar's address ends."""
    with transaction() as session:
        queries.drop_key(session, _me())
    return done(
        "Alamat kalender dihapus. Kalender yang memakainya berhenti diperbarui.", url_for(".settings")
    )


@blueprint.get("/kalender")
@allow("notices.own")
def month() -> ResponseReturnValue:
    """My due days, a month at a time."""
    today = clock.today()
    first = month_of(request.args.get("bulan", ""), today, queries.AHEAD)
    tasks = everything_to_do(reading(), actor(), queries.AHEAD)
    return render_template(
        "notices/month.html", month=lay_out(first, tasks, today, queries.AHEAD), today=today
    )


@blueprint.get("/kalender/<token>.ics")
@allow("notices.calendar", guests=True)
def calendar(token: str) -> ResponseReturnValue:
    """The due days of whoever made this address; a calendar program cannot sign in."""
    account_id = queries.owner_of(reading(), token)
    owner = identity.actor_now(account_id) if account_id else None
    if owner is None:
        raise NotFound("Alamat kalender ini tidak berlaku lagi. Buat yang baru di halaman Pemberitahuan.")
    appointments = [
        Appointment(
            uid=f"{gather.key_of(task)[:32]}@tiru",
            title=f"{task.what}: {task.about}",
            day=task.due,
            text=f"{base()}{root()}{task.url}",
        )
        for task in gather.tasks_of(reading(), owner, queries.AHEAD)
        if task.due
    ]
    diary = Diary(f"{edition.settings().name}: tenggat saya", appointments, clock.now())
    response = Response(make_ics(diary), content_type=ICS)
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _settings_page(address: str = "") -> ResponseReturnValue:
    session, account_id = reading(), _me()
    off = choices.switched_off(session, account_id)
    letter = queries.last_letter(session, account_id)
    return render_template(
        "notices/settings.html",
        form=FlaskForm(),
        channels=CHANNEL_NAMES,
        kinds=KIND_NAMES,
        offered=choices.offered(),
        wanted={pair for pair in choices.offered() if pair not in off},
        has_mail=bool(edition.settings().mail_server),
        email=session.get_one(Account, account_id).email,
        letter=letter,
        states=LetterState,
        key=session.get(CalendarKey, account_id),
        address=address,
        decision=TaskKind.DECISION,
    )


def _me() -> int:
    account_id = actor().account_id
    if account_id is None:  # the table lets nobody in who has not signed in
        raise NotFound("Masuklah dahulu.")
    return account_id


def bell(_subject: object) -> str:
    """The bell in the header of every page, with how many are new."""
    account_id = actor().account_id
    if account_id is None:
        return ""
    return render_template("notices/bell.html", unread=queries.unread(reading(), account_id))


def menu_line(_subject: object) -> str:
    """The way to one's own due days, in the menu of the account."""
    return render_template("notices/menu.html")
