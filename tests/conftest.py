"""Fixtures of every test. No fixture holds an app context open: a request in the test makes its own."""

from __future__ import annotations

import fcntl
import gc
import os
import shutil
from collections import Counter
from collections.abc import Iterator
from copy import deepcopy
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher
from flask import Flask
from hypothesis import settings
from pytest_socket import disable_socket, enable_socket, socket_allow_hosts

from portal import cage, config, yamlfiles
from portal.accounts import passwords
from portal.publishing.publish import publish
from tests import databases
from tests.make import SETTINGS, Maker, making, reader
from tests.patience import IS_LONG
from tests.postgresql import is_wanted
from tests.reading import Reader
from tests.warm_cage import WarmCage

ROOT = Path(__file__).parent.parent

STRONG, CHEAP = passwords._hasher, PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
PARSE = yamlfiles.parse
COLD = cage._run

settings.register_profile("patient", deadline=None)  # a busy machine is no fault of what is tested
settings.load_profile("patient")


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Where one mark is asked for, a file that does not set it is not read; each worker reads the rest."""
    mark = config.option.markexpr
    if collection_path.name.startswith("test_") and mark.isidentifier():
        return f"mark.{mark}" not in collection_path.read_text("utf-8") or None
    return True if mark == "not browser" and collection_path == ROOT / "tests/browser" else None


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what is marked `long`, unless in `bin/check --long`; files that take long come first.

    A file is given to a worker as a whole: one that takes a minute and comes last leaves the others idle.
    """
    _leave_out_long(config, items)
    count = Counter(item.path for item in items)
    early = {item.path for item in items if item.get_closest_marker("early")}
    items.sort(key=lambda item: (item.path not in early, -count[item.path], str(item.path)))


def _leave_out_long(config: pytest.Config, items: list[pytest.Item]) -> None:
    if IS_LONG:
        return
    left_out = [item for item in items if item.get_closest_marker("long")]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if not item.get_closest_marker("long")]


def pytest_collection_finish() -> None:
    """Let the collector of garbage leave alone what was read for good: a tenth of the time of most tests."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Let no test reach a network; browser tests talk to their own machine."""
    is_browser = "browser" in item.path.relative_to(ROOT).parts
    if is_browser or item.get_closest_marker("enable_socket"):
        enable_socket()
        socket_allow_hosts(["127.0.0.1", "::1", "localhost"], allow_unix_socket=True)
    else:
        disable_socket(allow_unix_socket=True)


@pytest.fixture(autouse=True, scope="session")
def _cheap_passwords() -> None:
    """Hash passwords cheaply: as the portal does it, each hash and each sign-in takes a sixth of a second."""
    passwords._hasher = CHEAP


@lru_cache(maxsize=1_000)
def _parsed(text: str, first_line: int, max_size: int) -> Any:
    return PARSE(text, first_line=first_line, max_size=max_size).values


def _parse_once_a_run(
    text: str, *, first_line: int = 1, max_size: int = yamlfiles.MAX_FILE
) -> yamlfiles.YamlText:
    return yamlfiles.YamlText(deepcopy(_parsed(text, first_line, max_size)), text, first_line)


@pytest.fixture(autouse=True, scope="session")
def _cheap_reading() -> None:
    """Parse each text of the small libraries once: the same ten files are read by every other test."""
    yamlfiles.parse = _parse_once_a_run


@pytest.fixture(autouse=True, scope="session")
def _warm_cage() -> Iterator[None]:
    """Examine files without a start of Python for each."""
    warm = WarmCage()
    cage._run = warm.run
    yield
    cage._run = COLD
    warm.close()


@pytest.fixture
def cold_cage(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files are examined as the portal does it."""
    monkeypatch.setattr(cage, "_run", COLD)


@pytest.fixture
def strong_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """Passwords are hashed as the portal does it."""
    monkeypatch.setattr(passwords, "_hasher", STRONG)


@pytest.fixture(autouse=True)
def _drop_databases(request: pytest.FixtureRequest) -> Iterator[None]:
    """Leave no database of a test on the run's server."""
    is_concerned = is_wanted() and "tmp_path" in request.fixturenames
    folder = request.getfixturevalue("tmp_path") if is_concerned else None
    yield
    if folder is not None:
        databases.drop_below(folder)


@pytest.fixture
def make(tmp_path: Path) -> Iterator[Maker]:
    """The factory, in the folder of the test."""
    yield from making(tmp_path)


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Maker]:
    """The small library, published once; for tests that change nothing."""
    for maker in making(tmp_path_factory.mktemp("small")):
        maker.library()
        maker.publish()
        yield maker


@pytest.fixture(scope="session")
def stock(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Maker]:
    """The small library, published, with its empty database; copied by every test that changes it."""
    for maker in making(tmp_path_factory.mktemp("stock")):
        maker.library()
        maker.publish()
        maker.app()
        maker.close()
        yield maker


@pytest.fixture
def shelf(stock: Maker, make: Maker) -> Maker:
    """The small library, published, to be changed."""
    shutil.copytree(stock.root, make.root, dirs_exist_ok=True)
    if not databases.exists(make.root / "instance"):  # on PostgreSQL it is not among the files
        databases.empty().put(make.root / "instance")
    (make.root / "settings.toml").write_text(databases.named(SETTINGS, make.root), "utf-8")
    return make


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the shipped library and its edition, made once for all processes of a run.

    PORTAL_TEST_SHARED names a folder that several runs share, as those of `bin/test` do.
    """
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    root = Path(os.environ.get("PORTAL_TEST_SHARED", shared)) / "shipped"
    with (root.parent / "shipped.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not root.exists():
            begun = root.with_name("shipped-begun")
            shutil.rmtree(begun, ignore_errors=True)
            begun.mkdir()
            (begun / "settings.toml").write_bytes((ROOT / "settings.toml").read_bytes())
            (begun / "content").symlink_to(ROOT / "content")
            publish(config.load(begun, {}))
            begun.rename(root)
    return root


@pytest.fixture(scope="session")
def real(published: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Maker]:
    """The shipped library, published; for tests that change nothing."""
    for maker in making(tmp_path_factory.mktemp("real")):
        shutil.copytree(published, maker.root, symlinks=True, dirs_exist_ok=True)
        settings = maker.root / "settings.toml"
        settings.write_text(databases.named(settings.read_text("utf-8"), maker.root), "utf-8")
        maker.app()  # with its database, before a command makes an empty one
        yield maker


@pytest.fixture(scope="session")
def real_app(real: Maker) -> Flask:
    """The portal with the shipped library."""
    return real.app()


@pytest.fixture
def real_client(real_app: Flask) -> Reader:
    """A reader of the shipped library."""
    return reader(real_app)


@pytest.fixture(scope="session")
def small_app(small: Maker) -> Flask:
    """The portal with the small library."""
    return small.app()


@pytest.fixture
def small_client(small_app: Flask) -> Reader:
    """A reader of the small library."""
    return reader(small_app)
