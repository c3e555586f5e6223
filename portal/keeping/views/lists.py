"""Pages of reading lists, and the button that saves a case."""

from __future__ import annotations

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from portal import access, clock
from portal.access import Actor, allow
from portal.cases import CASES, get_case
from portal.db import reading, transaction
from portal.government import opd_names
from portal.keeping import lists
from portal.keeping.forms import ListForm, NoteForm, VisitForm
from portal.keeping.models import PURPOSES, REACHES, ReadingItem, ReadingList
from portal.keeping.views import blueprint
from portal.records.asking import BACK, Asked, asks
from portal.records.saving import FormPage, done
from portal.regions import REGIONS
from portal.taxonomy import TAXONOMY
from portal.visits import queries as visit_queries
from portal.visits import records as visit_records
from portal.web.addresses import outside
from portal.web.chat import list_of
from portal.web.forms import Form

MAX_DIGITS = 10


@blueprint.get("/bacaan")
@allow("keeping.keep")
def index() -> ResponseReturnValue:
    """The reader's lists, and those that others share with them."""
    session, actor = reading(), access.actor()
    return render_template(
        "keeping/index.html",
        own=lists.own(session, actor),
        shared=lists.shared_with(session, actor),
        purposes=PURPOSES,
        reaches=REACHES,
        opds=opd_names(),
    )


@asks(blueprint, "/bacaan/baru", "keeping.keep")
def new() -> Asked:
    """Begin a list; ?kasus=slug is put on it."""
    form, made = ListForm(), list[int]()
    form.offer_opds()
    case = CASES.get().get(request.args.get("kasus", ""))

    def act(session: Session, actor: Actor) -> None:
        row = lists.begin(session, form.values(), actor=actor)
        if case is not None:
            lists.add(session, row, case, actor=actor)
        made.append(row.id)

    lead = f"“{case.title}” langsung masuk ke daftar ini." if case else ""
    page = FormPage("Daftar bacaan baru", url_for(".index"), "Buat daftar", lead, crumbs=_crumbs())
    return Asked(form, page, act, "Daftar bacaan dibuat.", lambda: url_for(".show", list_id=made[0]))


@blueprint.get("/bacaan/<int:list_id>")
@allow("keeping.keep")
def show(list_id: int) -> ResponseReturnValue:
    """One list in its order, to read, to print and to send."""
    row, actor = lists.get(reading(), list_id, access.actor()), access.actor()
    lines = [(item, CASES.get().get(item.slug)) for item in row.items]
    address = outside(".show", list_id=list_id)
    return render_template(
        "keeping/show.html",
        row=row,
        lines=lines,
        purpose=PURPOSES[row.purpose],
        reach=REACHES[row.reach],
        opds=opd_names(),
        is_owner=lists.is_owner(row, actor),
        may_visit=bool(row.items) and access.opds_where(actor, "visits.edit") != frozenset(),
        regions=REGIONS.get(),
        taxonomy=TAXONOMY.get(),
        today=clock.today(),
        address=address,
        text=list_of(row.title, (case.title if case else item.title for item, case in lines), address),
    )


@asks(blueprint, "/bacaan/<int:list_id>/ubah", "keeping.keep")
def edit(list_id: int) -> Asked:
    """Change what a list is called and who may read it."""
    row = _own(list_id)
    form = ListForm(obj=row)
    form.offer_opds()

    def act(session: Session, actor: Actor) -> None:
        lists.edit(session, lists.get(session, list_id, actor), form.values(), actor=actor)

    back = url_for(".show", list_id=list_id)
    page = FormPage(f"Ubah daftar: {row.title}", back, crumbs=_crumbs(row))
    return Asked(form, page, act, "Daftar tersimpan.", back)


@asks(blueprint, "/bacaan/<int:list_id>/hapus", "keeping.keep")
def drop(list_id: int) -> Asked:
    """Let a list go."""
    row = _own(list_id)

    def act(session: Session, actor: Actor) -> None:
        lists.drop(session, lists.get(session, list_id, actor), actor=actor)

    page = FormPage(
        f"Hapus daftar: {row.title}",
        url_for(".show", list_id=list_id),
        "Hapus daftar",
        "Catatan di dalamnya ikut terhapus. Kasusnya sendiri tetap ada di portal.",
        kind="stop",
        crumbs=_crumbs(row),
    )
    return Asked(Form(), page, act, "Daftar bacaan dihapus.", url_for(".index"))


@blueprint.post("/bacaan/simpan/<slug>")
@allow("keeping.keep")
def save(slug: str) -> ResponseReturnValue:
    """Put a case on a list (`daftar`; without one, where one tap saves), or take it off (`keluar`)."""
    actor, number = access.actor(), request.form.get("daftar", "")
    with transaction() as session:
        is_named = number.isascii() and number.isdigit() and len(number) < MAX_DIGITS
        row = lists.get(session, int(number), actor) if is_named else lists.first(session, actor)
        if request.form.get("keluar"):
            lists.take(session, row, slug, actor=actor)
            said = f"Dikeluarkan dari daftar “{row.title}”."
        else:
            lists.add(session, row, get_case(slug), actor=actor)
            said = f"Masuk daftar “{row.title}”."
    back = access.own_path(request.form.get(BACK) or url_for("cases.show", slug=slug))
    return done(said, back)


@blueprint.post("/bacaan/<int:list_id>/urut/<int:item_id>")
@allow("keeping.keep")
def move(list_id: int, item_id: int) -> ResponseReturnValue:
    """Move a case of a list up or down."""
    step = -1 if request.form.get("ke") == "naik" else 1
    with transaction() as session:
        row = lists.get(session, list_id, access.actor())
        lists.move(row, item_id, step, actor=access.actor())
    return done("Urutan diubah.", url_for(".show", list_id=list_id, _anchor=f"isi-{item_id}"))


@asks(blueprint, "/bacaan/<int:list_id>/catatan/<int:item_id>", "keeping.keep")
def note(list_id: int, item_id: int) -> Asked:
    """Note something on a case of a list."""
    row = _own(list_id)
    item: ReadingItem = lists.item_of(row, item_id)
    form = NoteForm(obj=item)

    def act(session: Session, actor: Actor) -> None:
        lists.remark(lists.get(session, list_id, actor), item_id, form.note.data, actor=actor)

    back = url_for(".show", list_id=list_id, _anchor=f"isi-{item_id}")
    page = FormPage(f"Catatan: {item.title}", back, crumbs=_crumbs(row))
    return Asked(form, page, act, "Catatan tersimpan.", back)


@asks(blueprint, "/bacaan/<int:list_id>/kunjungan", "keeping.keep")
def to_visit(list_id: int) -> Asked | ResponseReturnValue:
    """Make a list the reading of a visit that is being prepared."""
    row, form = lists.get(reading(), list_id, access.actor()), VisitForm()
    drafts = visit_queries.drafts_of(reading(), access.opds_where(access.actor(), "visits.edit"))
    cases = [case for item in row.items if (case := CASES.get().get(item.slug)) is not None]
    if not drafts:
        where = url_for("visits.new", inovasi=cases[0].slug) if cases else url_for("visits.new")
        return done(
            "Belum ada kunjungan yang sedang disiapkan. Mulai di sini, lalu buka daftarnya lagi.", where
        )
    form.visit.offer((str(visit.id), visit.title) for visit in drafts)

    def act(session: Session, actor: Actor) -> None:
        visit = visit_queries.get_visit(session, int(form.visit.data), actor, lock=True)
        for case in cases:
            visit_records.add_case(session, visit, case, actor=actor)

    page = FormPage(
        f"Jadikan bacaan kunjungan: {row.title}",
        url_for(".show", list_id=list_id),
        "Masukkan ke bacaan kunjungan",
        f"{len(cases)} kasus masuk daftar bacaan kunjungan; yang sudah ada di sana tetap.",
        crumbs=_crumbs(row),
    )
    then = lambda: url_for("visits.show", visit_id=int(form.visit.data), _anchor="bacaan")  # noqa: E731
    return Asked(form, page, act, "Kasus dari daftar masuk bacaan kunjungan.", then)


def _own(list_id: int) -> ReadingList:
    """A list that is the reader's to change."""
    row = lists.get(reading(), list_id, access.actor())
    lists.require_owner(row, access.actor())
    return row


def _crumbs(row: ReadingList | None = None) -> tuple[tuple[str, str], ...]:
    start = (("Daftar bacaan", url_for(".index")),)
    return (*start, (row.title, url_for(".show", list_id=row.id))) if row is not None else start
