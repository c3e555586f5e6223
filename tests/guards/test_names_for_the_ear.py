"""What eyes see at a glance has a name for ears: tables, groups of filters, links, bars without colours."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from tests.conftest import ROOT

TEMPLATES = sorted((ROOT / "portal").rglob("templates/**/*.html"))
STYLES = sorted((ROOT / "portal/web/static").glob("*.css"))
TABLE = re.compile(r'(<div class="table-wrap"[^>]*>)?\s*<table([^>]*)>\s*(<caption)?')
GENERIC = "Tabel, dapat digeser"  # says what can be done with it, not what it is
PARTS = ("progress-value", "progress-bar")  # of a bar, whose own colours go where colours are forced


def places(found: Iterator[tuple[Path, str, int]]) -> list[str]:
    return [f"{path.relative_to(ROOT)}:{text.count(chr(10), 0, at) + 1}" for path, text, at in found]


def test_every_table_has_a_caption_or_a_label() -> None:
    def nameless() -> Iterator[tuple[Path, str, int]]:
        for path in TEMPLATES:
            text = path.read_text("utf-8")
            for one in TABLE.finditer(text):
                around, own, caption = one[1] or "", one[2], one[3]
                is_named = (
                    "aria-label" in own or caption or ("aria-label" in around and GENERIC not in around)
                )
                if not is_named:
                    yield path, text, one.start()

    assert places(nameless()) == []


def test_hidden_words_after_a_link_do_not_begin_with_a_mark_that_is_read_apart() -> None:
    """ "Ubah : KPI" is what is heard where "Ubah" is followed by hidden ": KPI"."""

    def odd() -> Iterator[tuple[Path, str, int]]:
        for path in TEMPLATES:
            text = path.read_text("utf-8")
            yield from ((path, text, one.start()) for one in re.finditer(r'visually-hidden">\s*[:;,.]', text))

    assert places(odd()) == []


def test_a_bar_can_be_seen_where_colours_are_forced() -> None:
    for path in STYLES:
        text = path.read_text("utf-8")
        forced = "".join(re.findall(r"@media \(forced-colors: active\) \{(.*?)\n\}", text, re.DOTALL))
        for part in PARTS:
            if part in text:
                drawn = rf"{part}[^}}]*forced-color-adjust: none[^}}]*background: CanvasText"
                assert re.search(drawn, forced), f"{path.name}: {part}"


def test_filters_ranks_and_scores_say_what_they_are() -> None:
    facets = (ROOT / "portal/web/templates/macros/search.html").read_text("utf-8")
    scores = "".join(path.read_text("utf-8") for path in TEMPLATES if "portfolio" in path.parts)

    assert '<details class="facet" aria-label="{{ facet.label }}"' in facets
    assert all(f'<span class="visually-hidden">{word} </span>' in scores for word in ("Skor", "Peringkat"))
