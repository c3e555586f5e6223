"""Somebody of each role follows every link of the demo: none refuses them, breaks, or is called like another.

Of addresses that differ only in what they name (a plan's number, a filter's value) some are followed.
"""

from __future__ import annotations

import shutil
from collections import Counter, defaultdict, deque
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qsl, urljoin, urlsplit

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.exceptions import HTTPException

from portal import clock
from portal.accounts import sessions
from portal.accounts.models import Account
from portal.db import transaction
from portal.demo import people
from portal.demo.build import build
from tests import databases
from tests.make import Maker, making
from tests.reading import Reader, parse, words

pytestmark = pytest.mark.long
EACH = 12  # addresses followed of one rule and one set of filters
FILES = 2  # the same, where a paper is made for each
ROLES = ("", *(one.username for one in people.everybody() if "-" not in one.username))
# Addresses whose page says by itself what is to be done first; a link leads there on purpose.
ASKED_ELSEWHERE = frozenset({"/masuk"})


@pytest.fixture(scope="module", name="demo")
def _demo(published: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The shipped library and the example government at work in it."""
    for maker in making(tmp_path_factory.mktemp("crawled")):
        shutil.copytree(published, maker.root, symlinks=True, dirs_exist_ok=True)
        settings = maker.root / "settings.toml"
        settings.write_text(databases.named(settings.read_text("utf-8"), maker.root), "utf-8")
        yield filled(maker)


def filled(maker: Maker) -> Flask:
    app = maker.app(two_step_roles=())
    build(app, "sandi contoh untuk semua")
    return app


def signed_in(app: Flask, username: str) -> Reader:
    client = app.test_client()
    assert isinstance(client, Reader)
    if username:
        with app.app_context(), transaction() as session:
            account = session.scalars(select(Account).where(Account.username == username)).one()
            token = sessions.open_session(
                session, account, now=clock.now(), user_agent="", has_second_step=True
            )
        with client.session_transaction() as cookie:
            cookie["_user_id"] = token
    return client


class Crawl:
    """What one person meets by following links from the front page."""

    def __init__(self, app: Flask, username: str) -> None:
        self.adapter = app.url_map.bind("localhost")
        self.client = signed_in(app, username)
        self.wrong: list[str] = []
        self.titles: defaultdict[str, set[str]] = defaultdict(set)
        self.followed: Counter[object] = Counter()
        self.seen: set[str] = set()
        self.count = 0

    def run(self) -> None:
        todo = deque([("/", "")])
        while todo:
            address, found_on = todo.popleft()
            if address not in self.seen and self.is_wanted(address):
                self.seen.add(address)
                todo.extend((link, address) for link in self.visit(address, found_on))

    def is_wanted(self, address: str) -> bool:
        """Is it one of the first of its kind?"""
        parts = urlsplit(address)
        try:
            endpoint, _ = self.adapter.match(parts.path, method="GET")
        except HTTPException:
            return True  # asked for, so that the link is told
        if endpoint == "static":
            return False
        kind = (endpoint, frozenset(name for name, _ in parse_qsl(parts.query)))
        self.followed[kind] += 1
        is_file = parts.path.rpartition(".")[2] in ("pdf", "docx", "xlsx", "csv", "html", "ics", "md")
        return self.followed[kind] <= (FILES if is_file else EACH)

    def visit(self, address: str, found_on: str) -> list[str]:
        answer = self.client.open(address)
        self.count += 1
        if answer.status_code >= 400:
            self.wrong.append(f"{answer.status_code} {address} (from {found_on})")
        if answer.mimetype != "text/html" or answer.status_code != 200:
            return []
        if answer.headers.get("Content-Disposition", "").startswith("attachment"):
            return []
        tree = parse(answer.text)[0]
        self.titles[words(tree.find("./head/title"))].add(urlsplit(address).path)
        links = (link.get("href", "") for link in tree.iter("a") if "external" not in link.get("rel", ""))
        whole = (urljoin(f"http://localhost{address}", link) for link in links)
        return [
            one.removeprefix("http://localhost").partition("#")[0]
            for one in whole
            if one.startswith("http://localhost/")
        ]


@pytest.mark.timeout(1800)
@pytest.mark.parametrize("username", ROLES, ids=[name or "siapa saja" for name in ROLES])
def test_no_link_leads_to_a_refusal_and_no_two_pages_are_called_the_same(demo: Flask, username: str) -> None:
    crawl = Crawl(demo, username)

    crawl.run()

    same = {title: paths for title, paths in crawl.titles.items() if len(paths - ASKED_ELSEWHERE) > 1}
    assert crawl.count > 100
    assert crawl.wrong == []
    assert same == {}
