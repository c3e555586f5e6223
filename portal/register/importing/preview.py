"""A file looked at before anything is stored: every row with what becomes of it, as one JSON object."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from portal.errors import NotFound
from portal.government import our_government
from portal.register import ownership, queries
from portal.register.importing import claims, judging, tables, values
from portal.register.importing.claims import Claims
from portal.register.importing.judging import LISTS, Entry
from portal.register.importing.tables import Table
from portal.register.models import Innovation
from portal.register.pack import profile_in
from portal.same import folded
from portal.taxonomy.profile import PROFILE, ProfileRules


@dataclass(frozen=True)
class Preview:
    """A file that was read: its table, and what each row would do."""

    name: str
    content: bytes = field(repr=False)
    sha256: str
    table: Table
    entries: tuple[Entry, ...] = ()
    claims: Claims | None = None
    innovation_id: int | None = None  # that a sheet about one innovation is for
    known: str = ""  # how a sheet about one innovation stands to what is stored: new, same, or refused
    reason: str = ""

    def listed(self, what: str) -> list[Entry]:
        """The rows of one list."""
        return [entry for entry in self.entries if entry.what == what]

    def told(self, profile: ProfileRules) -> dict[str, Any]:
        """The preview as one JSON object."""
        table = self.table
        found: dict[str, Any] = {"file": self.name, "sha256": self.sha256, "kind": table.kind}
        if table.headings:
            found["heading_rows"] = list(table.headings)
        lists: dict[str, list[dict[str, Any]]] = {what: [] for what in LISTS}
        for entry in self.entries:
            lists[entry.what].append(entry.told())
        if table.elsewhere is not None:
            reason = f"Ini {table.elsewhere.name}, bukan daftar inovasi. {table.elsewhere.goes}"
            lists["refused"].append({"row": table.headings[0], "name": self.name, "reason": reason})
        if self.claims is not None:
            if self.known == "refused":
                first = self.claims.rows[0].row if self.claims.rows else 1
                lists["refused"].append({"row": first, "name": self.claims.title, "reason": self.reason})
            else:
                lists[self.known] += [one.told() for one in self.claims.rows]
            found["for"], found["totals"] = self.innovation_id, self.claims.totals
        found.update(lists)
        found["dropped"] = sorted({*table.personal, *(self.claims.dropped if self.claims else ())})
        found["unknown_columns"] = list(table.unknown)
        if self.entries:
            found["eligibility"] = judging.eligibility(self.entries, profile)
        return found

    @property
    def holds_persons(self) -> bool:
        """Did the file tell of persons? Then it is not kept as it came."""
        about = self.claims.dropped if self.claims else ()
        return bool(self.table.personal or about or any(entry.draft.dropped for entry in self.entries))


def look(session: Session, content: bytes, name: str, *, innovation_id: int | None = None) -> Preview:
    """Read a file and judge its rows against the register; raises RuleViolation where it cannot be read."""
    profile, content = PROFILE.get(), profile_in(content) or content
    table = tables.read(content, profile)
    digest = hashlib.sha256(content).hexdigest()
    if table.elsewhere is not None:
        return Preview(name, content, digest, table)
    if table.sheet is not None and table.grid is not None:
        return _of_one(session, content, name, digest, table, profile, innovation_id)
    owners = ownership.known(session)
    ours = our_names()
    drafts = [values.draft(line, owners, profile, ours) for line in table.lines]
    entries = judging.judge(drafts, queries.all_named(session))
    return Preview(name, content, digest, table, tuple(entries))


def _of_one(
    session: Session,
    content: bytes,
    name: str,
    digest: str,
    table: Table,
    profile: ProfileRules,
    innovation_id: int | None,
) -> Preview:
    assert table.sheet is not None and table.grid is not None  # noqa: PT018, S101 -- as its caller says
    found = claims.read(table.grid, table.sheet, profile)
    if innovation_id is None:
        said = f"Ini {table.sheet.name} tentang satu inovasi. Sebutkan nomor inovasinya (--for)."
        return Preview(name, content, digest, table, claims=found, known="refused", reason=said)
    innovation = session.get(Innovation, innovation_id) if innovation_id < 2**63 else None
    if innovation is None or innovation.removed_at is not None:
        raise NotFound(f"Inovasi {innovation_id} tidak ada di register.")
    rows = [one.told() for one in found.rows]
    living = [one.rows for one in innovation.sheets if one.kind == table.kind and not one.removed_at]
    known = "same" if rows in living else "new"
    return Preview(name, content, digest, table, (), found, innovation.id, known)


def our_names() -> tuple[str, ...]:
    """What files call our own government, for comparing."""
    government = our_government()
    kind = "kota" if "kota" in government.name.casefold().split() else "kabupaten"
    short = folded(government.short_name)
    shorter = "kota" if kind == "kota" else "kab"
    return (f"{kind} {short}", f"{shorter} {short}", f"pemkab {short}", f"pemkot {short}", f"pemda {short}")
