"""What `portal evidence` finds and removes."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask

from portal.evidence import cli
from portal.evidence.store import Store
from tests.integration.evidence.conftest import Client, add
from tests.unit.evidence import papers

pytestmark = pytest.mark.both_engines("evidence")


@pytest.fixture(name="store")
def _store(evidence_app: Flask, monkeypatch: pytest.MonkeyPatch) -> Store:
    """The store of the portal that the commands open."""
    monkeypatch.setattr(cli, "opened", evidence_app.app_context)
    found: Store = evidence_app.extensions["evidence_store"]
    return found


def test_a_damaged_and_a_lost_file_are_named(operator: Client, store: Store) -> None:
    damaged = add(operator)
    lost = add(operator, file=papers.pdf(text=b"BT ET"), name="b.pdf")
    add(operator, file=papers.jpg(), name="c.jpg", kind="foto", number="")
    _path(store, operator, damaged).chmod(0o600)
    _path(store, operator, damaged).write_bytes(b"rusak")
    _path(store, operator, lost).unlink()

    answer = CliRunner().invoke(cli.evidence, ["check"])

    assert answer.exit_code == 1
    assert f"Bukti {damaged} versi 1: berkas rusak" in answer.output
    assert f"Bukti {lost} versi 1: berkas hilang" in answer.output
    assert "3 berkas bukti diperiksa, 2 rusak atau hilang." in answer.output


def test_only_files_of_no_evidence_are_swept(operator: Client, store: Store) -> None:
    add(operator)
    kept = store.digests()
    draft = store.draft()
    draft.write(b"yatim")
    with store.door():
        store.keep(draft)
    draft.close()

    answer = CliRunner().invoke(cli.evidence, ["sweep"])

    assert answer.output.strip() == "1 sisa unggahan dihapus."
    assert store.digests() == kept


def _path(store: Store, client: Client, number: int) -> Path:
    """Where the file of a piece of evidence stands: its address tells its digest."""
    return store.path(client.head(f"/bukti/{number}/1").headers["ETag"].strip('"'))
