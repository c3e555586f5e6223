"""Article HTML becomes blocks and runs that every format can be written from."""

from __future__ import annotations

import json
from dataclasses import asdict

import pytest

from portal.cases.markup import convert
from portal.documents import (
    Block,
    Column,
    Heading,
    LineBreak,
    Listing,
    NoteMark,
    Paragraph,
    Quote,
    Rule,
    Run,
    Table,
    plain,
    read_blocks,
)
from portal.documents.blocks import MAX_DEPTH, web_address


def test_a_paragraph_keeps_its_styles_and_single_spaces() -> None:
    html = "<p>\n  Satu  <strong>dua <em>tiga</em></strong>\n <code>empat</code> </p>"

    blocks = read_blocks(html)

    assert blocks == (
        Paragraph(
            (
                Run("Satu "),
                Run("dua ", strong=True),
                Run("tiga", strong=True, emphasis=True),
                Run(" "),
                Run("empat", code=True),
            )
        ),
    )


def test_a_citation_becomes_the_numbers_of_its_notes() -> None:
    html = (
        '<p>Turun<sup class="cite"><a href="#sumber-2" id="rujukan-2-1" aria-label="Sumber 2">2</a>, '
        '<a href="#sumber-11">11</a></sup>.</p>'
    )

    blocks = read_blocks(html)

    assert blocks == (Paragraph((Run("Turun"), NoteMark((2, 11)), Run("."))),)


def test_a_relative_link_is_completed_with_the_address_of_the_page() -> None:
    html = '<p><a href="/inovasi/mpp?a=1&amp;b=2">MPP</a></p>'

    blocks = read_blocks(html, base="https://tiru.example/inovasi/smart-kampung")

    assert blocks == (Paragraph((Run("MPP", href="https://tiru.example/inovasi/mpp?a=1&b=2"),)),)


@pytest.mark.parametrize(
    "href", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "//", "http://[", "", "#x"]
)
def test_only_web_addresses_become_links(href: str) -> None:
    assert web_address(href) == ""


def test_nested_lists_keep_their_order_start_and_items() -> None:
    html = '<ol start="4"><li><p>a</p><p>b</p></li><li>c<ul><li>d</li></ul></li></ol>'

    blocks = read_blocks(html)

    inner = Listing(((Paragraph(plain("d")),),))
    assert blocks == (
        Listing(
            ((Paragraph(plain("a")), Paragraph(plain("b"))), (Paragraph(plain("c")), inner)),
            is_ordered=True,
            start=4,
        ),
    )


def test_quotes_lines_and_breaks_are_kept() -> None:
    html = "<blockquote><p>kata<br>orang</p></blockquote><hr><p>sudah<br></p>"

    blocks = read_blocks(html)

    assert blocks == (
        Quote((Paragraph((Run("kata"), LineBreak(), Run("orang"))),)),
        Rule(),
        Paragraph(plain("sudah")),
    )


def test_a_table_has_a_header_and_rows_of_one_length() -> None:
    html = (
        "<table><thead><tr><th>Ukuran</th><th>Angka</th></tr></thead>"
        '<tbody><tr><td>waktu<sup class="cite"><a href="#sumber-1">1</a></sup></td></tr></tbody></table>'
    )

    blocks = read_blocks(html)

    assert blocks == (
        Table(
            (Column(plain("Ukuran")), Column(plain("Angka"))),
            (((Run("waktu"), NoteMark((1,))), ()),),
        ),
    )


def test_a_table_without_a_header_row_has_empty_headers() -> None:
    blocks = read_blocks("<table><tr><td>a</td><td>b</td></tr></table>")

    assert blocks == (Table((Column(()), Column(())), ((plain("a"), plain("b")),)),)


def test_no_heading_level_is_skipped() -> None:
    blocks = read_blocks("<h4>a</h4><h4>b</h4><h3>c</h3>")

    levels = [block.level for block in blocks if isinstance(block, Heading)]
    assert levels == [1, 2, 1]


def _depth(blocks: tuple[Block, ...]) -> int:
    inner = [item for block in blocks if isinstance(block, Listing) for item in block.items]
    return 1 + max((_depth(item) for item in inner), default=0)


def test_what_is_nested_too_deep_joins_the_level_above_and_loses_no_word() -> None:
    levels = 20
    html = "".join(f"<ul><li>kata{level}" for level in range(levels)) + "</li></ul>" * levels

    blocks = read_blocks(html + "<p>sesudahnya</p>")

    words = json.dumps([asdict(block) for block in blocks])
    assert _depth(blocks[:1]) == MAX_DEPTH + 1
    assert all(f'"kata{level}"' in words for level in range(levels))
    assert blocks[1] == Paragraph(plain("sesudahnya"))


@pytest.mark.parametrize("html", ["", "   ", "<p></p>", "<ul></ul>", "<table></table>", "<br>", "</li></p>"])
def test_nothing_becomes_no_blocks(html: str) -> None:
    assert read_blocks(html) == ()


@pytest.mark.parametrize(
    "html", ["<p>a<ul><li>b", "<li>a</li>b", "<td>a</td><b>b</b>", "a</ul></li>b", "ab<"]
)
def test_broken_html_loses_no_word(html: str) -> None:
    words = json.dumps([asdict(block) for block in read_blocks(html)])

    assert "a" in words
    assert "b" in words


def test_scripts_leave_nothing() -> None:
    assert read_blocks("<script>alert(1)</script><style>p{}</style><p>ya</p>") == (Paragraph(plain("ya")),)


def test_every_block_of_rendered_markdown_can_become_json() -> None:
    body = (
        "## Hasil\n\n### Angka\n\n1. satu [s1]\n2. dua\n\n> kutip\n\n| a | b |\n|---|---|\n| `x` | **y** |\n"
    )
    sections, _ = convert(body, {"s1": 1})

    blocks = read_blocks(sections[0][1])

    kinds = [asdict(block)["kind"] for block in blocks]
    assert kinds == ["heading", "list", "quote", "table"]
    assert json.loads(json.dumps([asdict(block) for block in blocks]))
