"""What the portal does that writes, each with what people see before and after it, and how it is mended."""

from __future__ import annotations

import shutil
from abc import ABC, abstractmethod
from datetime import timedelta
from threading import Event

from sqlalchemy import func, select

from portal import clock, edition, generations, jobs
from portal.access import Actor, Role
from portal.adoption.models import Plan
from portal.audit import verifying as trail
from portal.audit.models import AuditEntry
from portal.backup.cli import known_revisions
from portal.backup.restoring import give_up, restore
from portal.backup.writing import back_up
from portal.benchmark import door as figures
from portal.benchmark.importing import HEADINGS, judge
from portal.cases import CASES
from portal.db import open_engine, place, presence, transaction, upgrading
from portal.editing import ordered, storage
from portal.editing.door import Order
from portal.editing.models import CasePublication, CaseRevision, RevisionKind
from portal.evidence.models import EvidenceFile
from portal.evidence.store import Store
from portal.jobs.models import Job
from portal.jobs.worker import Worker
from portal.publishing.publish import publish
from portal.records import imports
from portal.start import prepare
from tests import databases, filled
from tests.integration.faults.world import OPD, World, upload
from tests.make import OTHER, SETTINGS, reader
from tests.queueing import do_jobs
from tests.unit.evidence import papers

CURATOR = Actor(1, "Sari", frozenset({Role.READER, Role.CURATOR}))
CASE = f"cases/{OTHER}/jempol.md"
FIGURE = {
    "region": OTHER, "indicator": "kemiskinan", "value": "6,9", "year": "2025", "unit": "%", 
    "title": "Profil", "publisher": "BPS", "date": "2026", "url": "https://bps.example.id/2025",
}  # fmt: skip


class Operation(ABC):
    """Something that writes."""

    name: str
    needs_app = True  # is it done by a portal that serves?

    def prepare(self, world: World) -> None:  # noqa: B027 -- most need nothing
        """What must be there before it; not tried."""

    @abstractmethod
    def act(self, world: World) -> None:
        """Do it; raises where it is refused."""

    @abstractmethod
    def view(self, world: World) -> object:
        """What people get of it: this is as it was before, or as it is after."""

    def mend(self, world: World) -> None:  # noqa: B027 -- most need nothing
        """What the portal does by itself afterwards: at its next start, or by the next who comes."""

    def leftovers(self, world: World) -> list[str]:
        """What is left lying about then."""
        return [path.name for path in (world.root / "content").rglob(".*")]


def entries(world: World, *actions: str) -> list[str]:
    """What the trail says, which must be sound."""
    with world.inside() as session:
        assert trail.verify(session).is_sound
        found = select(AuditEntry.action).where(AuditEntry.action.in_(actions)).order_by(AuditEntry.seq)
        return list(session.scalars(found))


class Save(Operation):
    """A form is stored: a plan is proposed."""

    name = "save"

    def act(self, world: World) -> None:
        fields = {
            "opd": OPD,
            "title": "Jempol",
            "local_need": "Antre",
            "target_group": "warga",
            "mission": "1",
        }
        world.post("/rencana/baru?inovasi=jempol", data=fields)

    def view(self, world: World) -> object:
        with world.inside() as session:
            titles = list(session.scalars(select(Plan.title)))
        return titles, entries(world, "plans.propose", "plan.propose")


class Upload(Operation):
    """A paper is stored."""

    name = "upload"

    def act(self, world: World) -> None:
        upload(world, papers.pdf(), "SK.pdf", "sk")

    def mend(self, world: World) -> None:
        """The sweep that runs every week."""
        store = Store(world.instance / "evidence", 0)
        with world.inside() as session:
            store.sweep(lambda: set(session.scalars(select(EvidenceFile.sha256))))

    def view(self, world: World) -> object:
        store = Store(world.instance / "evidence", 0)
        with world.inside() as session:
            digests = sorted(session.scalars(select(EvidenceFile.sha256)))
        assert all(store.is_sound(digest) for digest in digests)
        return digests, store.digests()


def read(world: World) -> object:
    """What readers get of a case, by page and by search."""
    client = reader(world.app)
    page = client.get("/inovasi/jempol").text
    return "Judul Baru" in page, client.get("/cari?q=jempol+OR+judul").status_code, in_use(world)


def in_use(world: World) -> str:
    """The title of the case in the edition in use, and whether there is one."""
    folder = generations.current(world.root / "search_index")
    return "no edition" if folder is None else CASES.load(folder)["jempol"].title


class Publish(Operation):
    """Files changed by hand are published by the command."""

    name = "publish"
    needs_app = False

    def prepare(self, world: World) -> None:
        world.maker.case("jempol", title="Judul Baru")

    def act(self, world: World) -> None:
        publish(world.settings)

    def view(self, world: World) -> object:
        return read(world)

    def leftovers(self, world: World) -> list[str]:
        names = [path.name for path in (world.root / "search_index").iterdir()]
        known = ("BUILD.lock", "STATUS.json", ".STATUS.json.new", ".CURRENT.new")  # written over next time
        return [name for name in names if not name.isalnum() and name not in known]

    def mend(self, world: World) -> None:
        """The next publishing sweeps; here by an edition that is in use already."""
        generations.sweep(world.root / "search_index")


class BrowserPublish(Operation):
    """A curator's order is done by the queue."""

    name = "publish from the browser"

    def order(self, world: World) -> Order:
        """The change that is ordered."""
        text = (world.root / "content" / CASE).read_text("utf-8")
        new = text.replace('title: "Jempol"', 'title: "Judul Baru"')
        return Order("jempol", OTHER, new, storage.digest_of(text), RevisionKind.EDITED, "Perbaikan")

    def prepare(self, world: World) -> None:
        self.ask(world)

    def ask(self, world: World) -> None:
        """Put the order into the queue."""
        with world.app.test_request_context(), transaction() as session:
            given = ordered.Ordered(order=self.order(world))
            jobs.ask(session, ordered.PUBLISH, given, actor=CURATOR, title="Terbit", key="draft:1:1")

    def act(self, world: World) -> None:
        if not Worker(world.app, Event()).work_one():  # it failed: asked once more
            self.ask(world)
            do_jobs(world.app)

    def mend(self, world: World) -> None:
        """Leases run out, and the queue goes on."""
        for _ in range(6):
            world.later += timedelta(minutes=4)
            do_jobs(world.app)

    def view(self, world: World) -> object:
        with world.inside() as session:
            revisions = list(session.scalars(select(CaseRevision.kind).where(CaseRevision.slug == "jempol")))
            begun = session.scalar(select(func.count()).select_from(CasePublication))
            said = [job.state for job in session.scalars(select(Job).where(Job.said == ""))]
        file = "Judul Baru" in (world.root / "content" / CASE).read_text("utf-8")
        return file, revisions, begun, said, read(world), entries(world, "editing.publish")


class ImportFigures(Operation):
    """Figures of two regions are written and published, by the command."""

    name = "import"

    def act(self, world: World) -> None:
        rows = [(2, FIGURE), (3, {**FIGURE, "region": "contoh", "value": "6,1"})]
        given = [(line, {key: row.get(key, "") for key in HEADINGS}) for line, row in rows]
        with world.app.app_context():
            settings = edition.settings()
            mark = imports.mark_of(figures.promise_of(judge(given, figures.snapshot_of_files(settings))))
            with transaction() as session:
                kind, whose = figures.KIND, figures.WHOSE
                kept = imports.keep(session, kind, whose, given, actor=CURATOR, now=clock.now()).id
            figures.publish_change(transaction, settings, CURATOR, kept, mark=mark, reason="Angka baru.")

    def mend(self, world: World) -> None:
        """The next import finishes or undoes what died, and the watch publishes."""
        with world.app.app_context(), storage.locked(world.settings):
            figures.recover(transaction, world.settings)
        publish(world.settings)

    def view(self, world: World) -> object:
        texts = [
            (world.root / f"content/regions/{name}.yaml").read_text("utf-8") for name in (OTHER, "contoh")
        ]
        said = entries(world, figures.BEGUN, figures.DONE, figures.UNDONE)
        pairs = set(zip(said[::2], said[1::2], strict=True)) - {(figures.BEGUN, figures.UNDONE)}
        return ["6.9" in texts[0], "6.1" in texts[1]], pairs


class BackUp(Operation):
    """A backup is made."""

    name = "backup"
    needs_app = False

    def act(self, world: World) -> None:
        back_up(world.places, world.root / "cadangan.tar", "contoh")

    def view(self, world: World) -> object:
        target = world.root / "cadangan.tar"
        if not target.exists():
            return "none"
        other = World(world.root / "lain")
        other.root.mkdir()
        (other.root / "settings.toml").write_text(SETTINGS, "utf-8")
        databases.make_room(other.instance)
        (other.root / "settings.toml").write_text(databases.named(SETTINGS, other.root), "utf-8")
        restored = restore(other.places, target, known_revisions())
        databases.drop(other.instance)
        shutil.rmtree(other.root)
        return restored.evidence, restored.damaged

    def mend(self, world: World) -> None:
        """The next backup sweeps copies of the database; half archives carry a name that says so."""
        for path in world.root.glob(".cadangan.tar.*.part"):
            path.unlink()
        for path in world.instance.glob("backup-*.copy*"):
            path.unlink()

    def leftovers(self, world: World) -> list[str]:
        return [path.name for path in (*world.root.glob(".*part"), *world.instance.glob("backup-*"))]


class Restore(Operation):
    """A backup is restored beside content and settings that stand there already."""

    name = "restore"
    needs_app = False

    def there(self, world: World) -> World:
        """The machine it is restored on."""
        return World(world.root / "lain")

    def prepare(self, world: World) -> None:
        back_up(world.places, world.root / "cadangan.tar", "contoh")
        there = self.there(world)
        there.root.mkdir()
        (there.root / "settings.toml").write_text(SETTINGS, "utf-8")
        databases.make_room(there.instance)
        (there.root / "settings.toml").write_text(databases.named(SETTINGS, there.root) + "\n", "utf-8")
        there.maker.file("milik-saya.yaml", "jangan: hilang\n")

    def act(self, world: World) -> None:
        restore(self.there(world).places, world.root / "cadangan.tar", known_revisions())

    def mend(self, world: World) -> None:
        """A start refuses what is half done, and the admin goes back."""
        there, said = self.there(world), ""
        try:
            presence.check(there.settings)
        except presence.DatabaseMissing as error:
            said = str(error)
        assert not said or "portal restore --batal" in said
        give_up(there.places)

    def view(self, world: World) -> object:
        there = self.there(world)
        files = [path.relative_to(there.root).as_posix() for path in there.root.rglob("*") if path.is_file()]
        shown = sorted(
            name for name in files if ".before-" not in name and not name.endswith("settings.toml")
        )
        rows = databases.rows(there.instance)["evidence"] if there.places.base.exists() else []
        return [name for name in shown if ".restoring/" not in name], len(rows)

    def leftovers(self, world: World) -> list[str]:
        there = self.there(world)
        old = [] if there.places.base.exists() else [path.name for path in there.root.rglob("*.before-*")]
        return old + [
            path.name for path in there.root.glob("*.restoring") if presence.moves_of(there.instance).exists()
        ]


class Migrate(Operation):
    """The database of the first release is brought to the newest migration."""

    name = "migrate"
    needs_app = False

    def prepare(self, world: World) -> None:
        for path in world.instance.glob(f"{databases.FILE}*"):
            path.unlink()
        filled.fill(world.instance / databases.FILE)

    def act(self, world: World) -> None:
        engine = open_engine(world.instance / databases.FILE)
        try:
            upgrading.upgrade(engine, keep=world.instance)
        finally:
            engine.dispose()

    def view(self, world: World) -> object:
        columns = filled.columns(world.instance / databases.FILE)
        rows = filled.rows(world.instance / databases.FILE)
        return columns, {name: len(found) for name, found in rows.items()}

    def leftovers(self, world: World) -> list[str]:
        return [path.name for path in world.instance.glob("*.part")]


class FirstStart(Operation):
    """A portal starts for the first time."""

    name = "first start"
    needs_app = False

    def prepare(self, world: World) -> None:
        databases.drop(world.instance)
        shutil.rmtree(world.instance)
        shutil.rmtree(world.root / "search_index")
        databases.make_room(world.instance)

    def act(self, world: World) -> None:
        prepare(world.settings)

    def mend(self, world: World) -> None:
        prepare(world.settings)

    def view(self, world: World) -> object:
        engine = open_engine(place(world.settings))
        is_newest = upgrading.is_newest(engine)
        engine.dispose()
        return is_newest, (world.instance / "secret").exists(), in_use(world)


OPERATIONS: dict[str, Operation] = {
    one.name: one
    for one in (
        Save(), Upload(), Publish(), BrowserPublish(), ImportFigures(),
        BackUp(), Restore(), Migrate(), FirstStart(),
    )
}  # fmt: skip
