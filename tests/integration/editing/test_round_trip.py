"""Each shipped case is opened in the browser's form and saved unchanged: nothing in its file is lost."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path

from sqlalchemy import select
from werkzeug.datastructures import MultiDict

from portal.access import Role
from portal.editing.drafts import sheet_of
from portal.editing.keeping import keep_style
from portal.editing.models import CaseDraft
from portal.editing.writing import write
from tests.integration.editing.desk import NOW, Desk, make_account, rows
from tests.make import Maker
from tests.patience import some

Attributes = list[tuple[str, str | None]]


class Sent(HTMLParser):
    """What a browser would send for the fields of a page; a quick reader, for the largest form we have."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.fields: MultiDict[str, str] = MultiDict()
        self._open = ""  # the text area or list that is being read
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        """Take up a field."""
        found = dict(attrs)
        name, kind = found.get("name") or "", found.get("type")
        if tag in ("textarea", "select"):
            self._open = name
            self.fields.add(name, "")
        elif tag == "option" and "selected" in found:
            self.fields[self._open] = found.get("value") or ""
        elif tag == "input" and (kind not in ("checkbox", "radio") or "checked" in found):
            self.fields.add(name, found.get("value") or "")

    def handle_data(self, data: str) -> None:
        """Take up the text of a text area; its first line break is the page's."""
        if self._open and self.lasttag == "textarea":
            self.fields[self._open] += data

    def handle_endtag(self, tag: str) -> None:
        """Close a field."""
        if tag == "textarea":
            self.fields[self._open] = self.fields[self._open].removeprefix("\n").replace("\n", "\r\n")
        if tag in ("textarea", "select"):
            self._open = ""


def test_a_shipped_case_saved_unchanged_is_the_same_file_byte_for_byte(real: Maker, tmp_path: Path) -> None:
    app = real.app(instance=tmp_path / "instance")
    app.extensions["clock"] = lambda: NOW
    browser = Desk(app, make_account(app, "sari", Role.CURATOR)).client
    paths = sorted((real.content / "cases").rglob("*.md"))
    files = {path.stem: path for path in some(paths, 60)}

    for slug in files:
        fields = Sent(browser.fetch(f"/sunting/{slug}").text).fields
        assert browser.post(f"/sunting/{slug}", data=fields | {"aksi": "simpan"}).status_code == 303, slug

    with rows(app) as session:
        drafts = {draft.slug: sheet_of(draft) for draft in session.scalars(select(CaseDraft))}
    texts = {slug: path.read_text("utf-8") for slug, path in files.items()}
    saved = {slug: keep_style(write(sheet).text, texts[slug]) for slug, sheet in drafts.items()}
    assert len(paths) >= 81
    assert [slug for slug, text in texts.items() if saved.get(slug) != text] == []
