"""Papers that said T-1 get the year of their own date, or are asked for it; nothing that was written goes."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from portal import db
from portal.db import upgrading
from tests.filled import fill, lost

COPY = "subject, opd, number, issuer, signer, page, note, author_id, changed_at, withdrawn_reason, version"
OLD = {  # number: kind, date, word, stored at, year that is proved
    901: ("sk", "2026-03-02", "T-1", "2026-11-01 02:00:00", 2026),
    902: ("sk", "2024-05-06", "T-2", "2026-11-01 02:00:00", 2024),
    903: ("dpa", "2025-01-04", "T-1", "2026-11-01 02:00:00", 2025),
    904: ("dpa", "2025-12-30", "T-0", "2026-01-05 02:00:00", None),
    905: ("rkpd", "2025-07-01", "T-0", "2026-02-01 02:00:00", None),
    906: ("foto", "2026-03-02", None, "2026-11-01 02:00:00", None),
}


def test_every_paper_of_a_filled_database_keeps_its_words_and_gets_its_year(tmp_path: Path) -> None:
    old, path = fill(tmp_path / "old.sqlite3"), tmp_path / "portal.sqlite3"
    with closing(sqlite3.connect(old)) as connection, connection:
        for number, (kind, dated, slot, stored, _) in OLD.items():
            connection.execute(
                f"INSERT INTO evidence (id, kind, dated, slot, created_at, {COPY}) "
                f"SELECT ?, ?, ?, ?, ?, {COPY} FROM evidence ORDER BY id LIMIT 1",
                (number, kind, dated, slot, stored),
            )
    upgrading.copy_database(old, path)
    engine = db.open_engine(path)

    upgrading.upgrade(engine)

    engine.dispose()
    with closing(sqlite3.connect(path)) as connection:
        found = dict(connection.execute("SELECT id, year FROM evidence WHERE id > 900").fetchall())
        told = connection.execute(
            "SELECT count(*) FROM evidence WHERE slot IS NOT NULL AND id < 900 "
            "AND kind NOT IN ('dpa', 'rkpd') AND year <> CAST(strftime('%Y', dated) AS INTEGER)"
        ).fetchone()
    assert found == {number: year for number, (*_, year) in OLD.items()}
    assert told == (0,)
    assert lost(old, path, dropped={"benchmark_import", "people_import"}) == []
