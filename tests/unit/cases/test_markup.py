"""Whatever stands in an article, readers get safe HTML: no script, no handler, no foreign address."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.cases.markup import ATTRIBUTES, TAGS, clean, convert, plain
from tests.patience import examples
from tests.reading import parse

PAYLOADS = [
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//jahat.example/x.js></SCRIPT>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<script\x0b>alert(1)</script>",
    "<script/x>alert(1)</script>",
    "</p><script>alert(1)</script><p>",
    "<img src=x onerror=alert(1)>",
    "<img src='x' onerror='alert(1)'/>",
    '<img """><script>alert(1)</script>">',
    "<img src=javascript:alert(1)>",
    "<image src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><a xlink:href=javascript:alert(1)><text>x</text></a></svg>",
    "<svg><animate onbegin=alert(1) attributeName=x dur=1s>",
    "<svg><style><img src=x onerror=alert(1)></style></svg>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></mglyph></table></mtext></math>",
    "<math href=javascript:alert(1)>x</math>",
    "<body onload=alert(1)>",
    "<iframe src=javascript:alert(1)></iframe>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<object data=javascript:alert(1)></object>",
    "<embed src=javascript:alert(1)>",
    "<form action=javascript:alert(1)><button>x</button></form>",
    "<button formaction=javascript:alert(1)>x</button>",
    "<input autofocus onfocus=alert(1)>",
    "<details open ontoggle=alert(1)>x</details>",
    "<video><source onerror=alert(1)></video>",
    "<audio src=x onerror=alert(1)>",
    "<marquee onstart=alert(1)>x</marquee>",
    "<a href=javascript:alert(1)>x</a>",
    "<a href=' java\nscript:alert(1)'>x</a>",
    "<a href='&#106;avascript:alert(1)'>x</a>",
    "<a href=vbscript:msgbox(1)>x</a>",
    "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
    "<a onclick=alert(1) href=#>x</a>",
    "<p style=background:url(javascript:alert(1))>x</p>",
    "<style>@import 'https://jahat.example/x.css';</style>",
    "<link rel=stylesheet href=https://jahat.example/x.css>",
    "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
    "<base href=https://jahat.example/>",
    "<template><script>alert(1)</script></template>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
    "<textarea><script>alert(1)</script></textarea>",
    "<title><img src=x onerror=alert(1)></title>",
    "<xmp><script>alert(1)</script></xmp>",
    "<plaintext><script>alert(1)</script>",
    "<!--><script>alert(1)</script>-->",
    "<!-- --!><script>alert(1)</script>",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?xml version='1.0'?><script>alert(1)</script>",
    "<x onmouseover=alert(1)>x</x>",
    "<p id=isi>x</p><p class=skip>x</p>",
    "<a href=//jahat.example target=_top rel=opener>x</a>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](javascript&colon;alert(1))",
    "[x](\x01javascript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
    "[x](vbscript:msgbox(1))",
    "[x](file:///etc/passwd)",
    "[x](blob:https://jahat.example/1)",
    '[x](/a "onmouseover=alert(1)")',
    '[x](/a"onmouseover="alert(1))',
    "[x](</a\" onmouseover=\"alert(1)>)",
    "[<img src=x onerror=alert(1)>](/a)",
    "![x](javascript:alert(1))",
    '![x" onerror="alert(1)](x.png)',
    "![x](https://jahat.example/pelacak.gif)",
    "<javascript:alert(1)>",
    "<https://a.id/\"onmouseover=\"alert(1)>",
    "[x]\n\n[x]: javascript:alert(1)",
    "[s1](javascript:alert(1))",
    "[s1, s1]<script>alert(1)</script>",
    "`<script>alert(1)</script>`",
    "    <script>alert(1)</script>",
    "```\n<script>alert(1)</script>\n```",
    "| <script>alert(1)</script> | b |\n|---|---|\n| <img src=x onerror=alert(1)> | b |",
    "> <script>alert(1)</script>",
    "- <script>alert(1)</script>",
    "### <script>alert(1)</script>",
    "### x {onclick=alert(1)}",
    "Tafsir penyusun: <img src=x onerror=alert(1)>",
    "\u0002stash:0\u0003<script>alert(1)</script>",
    "\u0002klzzwxh:0000\u0003",
    "＜script＞alert(1)＜/script＞",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;script&#62;alert(1)&#60;/script&#62;",
    "\\<script>alert(1)\\</script>",
    "<sup class=cite><a href=javascript:alert(1)>1</a></sup>",
    "<sup class='cite mark-active skip'>x</sup>",
    "<ol start=javascript:alert(1)><li>x</li></ol>",
    "<td style=x onclick=alert(1)>x</td>",
]  # fmt: skip
HTML = "".join(PAYLOADS)
ALWAYS = {"title", "lang"}  # kept on every element; they do nothing


def dangers(html: str) -> list[str]:
    """What in this HTML could act, load or look like the portal's own frame."""
    tree, _ = parse(f"<!doctype html><title>x</title><body>{html}")
    found = []
    for element in tree.find("body").iter():  # type: ignore[union-attr]
        if not isinstance(element.tag, str):
            found.append("comment")
            continue
        if element.tag != "body" and element.tag not in TAGS:
            found.append(f"<{element.tag}>")
        for name, value in element.attrib.items():
            if name not in ATTRIBUTES.get(element.tag, set()) | ALWAYS:
                found.append(f"{name} on <{element.tag}>")
            address = re.sub(r"[\t\r\n]", "", value.lstrip("".join(map(chr, range(33)))))  # as browsers do
            if name == "href" and urlsplit(address).scheme not in ("", "http", "https"):
                found.append(f"href={value!r}")
    return found


@pytest.mark.parametrize("payload", PAYLOADS, ids=range(len(PAYLOADS)))
def test_no_payload_survives_in_an_article(payload: str) -> None:
    for body in (
        payload,
        f"Awal {payload} akhir",
        f"**{payload}**",
        f"- a\n- {payload}\n",
        f"[{payload}](/x)",
    ):
        sections, _ = convert(f"## Masalah\n\n{body}\n", {"s1": 1})

        for _, html in sections:
            assert dangers(html) == [], html


@pytest.mark.parametrize("payload", PAYLOADS, ids=range(len(PAYLOADS)))
def test_no_payload_survives_the_sanitiser_and_a_second_cleaning_changes_nothing(payload: str) -> None:
    once = clean(payload)

    assert dangers(once) == [], once
    assert clean(once) == once


def test_there_are_enough_payloads() -> None:
    assert len(set(PAYLOADS)) >= 60


@examples(150)
@given(
    st.lists(
        st.sampled_from([*re.split(r"(?<=>)|(?=<)", HTML), "'", '"', "<", ">", "&", "/", "<p>", "</p>", "x"])
    )
)
def test_pieces_of_payloads_are_as_harmless_as_the_whole(pieces: list[str]) -> None:
    html = clean("".join(pieces))

    assert dangers(html) == []
    assert clean(html) == html


@examples(150)
@given(st.text(alphabet="[]()<>*_`#|-\\!\"'& \n\tas1:/=;", max_size=120))
def test_any_markdown_becomes_safe_html(text: str) -> None:
    sections, _ = convert(f"## Masalah\n\n{text}\n", {"s1": 1})

    for _, html in sections:
        assert dangers(html) == [], html


def test_citations_become_numbered_notes_that_lead_there_and_back() -> None:
    ((_, html),), seen = convert("## Hasil\n\nNaik [s1, s4]. Turun [s1].\n", {"s4": 1, "s1": 2})

    assert re.findall(r'href="(.*?)" id="(.*?)">(\d)', html) == [
        ("#sumber-2", "rujukan-2-1", "2"),
        ("#sumber-1", "rujukan-1-1", "1"),
        ("#sumber-2", "rujukan-2-2", "2"),
    ]
    assert "Naik<sup" in html
    assert seen == {"s1": 2, "s4": 1}


def test_an_unknown_citation_and_a_link_stay_what_they_are() -> None:
    ((_, html),), seen = convert("## Hasil\n\nNaik [s9] dan [s1](/inovasi/x) dan `[s1]`.\n", {"s1": 1})

    assert html == '<p>Naik [s9] dan <a href="/inovasi/x">s1</a> dan <code>[s1]</code>.</p>'
    assert seen == {}


def test_interpretation_is_marked_in_paragraphs_and_list_items() -> None:
    text = "Tafsir penyusun: satu.\n\n- Tafsir penyusun: dua.\n\nBukan Tafsir penyusun: tiga."

    ((_, html),), _ = convert(f"## Hasil\n\n{text}\n", {})

    assert html.count("<strong>Tafsir penyusun:</strong>") == 2


def test_the_allowed_markdown_is_rendered() -> None:
    text = (
        "### Anak judul\n\n**tebal** *miring* `kode`  \nbaris baru\n\n- a\n- b\n\n3. c\n\n> kutipan\n\n"
        "| a | b |\n|---|--:|\n| 1 | 2 |\n\n[tautan](https://a.id/b?c=1&d=2)\n"
    )

    ((_, html),), _ = convert(f"## Hasil\n\n{text}", {})

    for piece in (
        "<h3>Anak judul</h3>",
        "<strong>tebal</strong> <em>miring</em> <code>kode</code><br>",
        "<ul>\n<li>a</li>",
        '<ol start="3">',
        "<blockquote>",
        "<th>a</th>",
        "<td>2</td>",
        '<a href="https://a.id/b?c=1&amp;d=2">tautan</a>',
    ):
        assert piece in html, html


def test_plain_text_has_the_words_and_neither_notes_nor_tags() -> None:
    ((_, html),), _ = convert("## Hasil\n\nNaik [s1] 5 &lt; 6.\n\n- a\n- b\n", {"s1": 1})

    assert plain(html) == "Naik. 5 < 6.\na\nb" or plain(html) == "Naik 5 < 6.\na\nb"


def test_plain_text_takes_no_longer_for_endless_spaces() -> None:
    html = "<p>" + ("a" + " " * 20_000 + "b") * 5 + "</p>"

    assert plain(html) == "a ba ba ba ba b"


@pytest.mark.parametrize("mark", ["- ", "* ", "+ ", "1. "])
def test_a_list_right_below_a_sentence_is_a_list(mark: str) -> None:
    second = "2. " if mark == "1. " else mark

    sections, _ = convert(f"## Hasil\nLangkahnya:\n{mark}pertama\n{second}kedua\n\nSelesai.", {})

    html = sections[0][1]
    assert "<p>Langkahnya:</p>" in html
    assert html.count("<li>") == 2
    assert "<p>Selesai.</p>" in html


def test_dashes_and_numbers_within_a_sentence_begin_no_list() -> None:
    text = "Sejak tahun\n2019. Warga datang\n-5 derajat, dan\n12. Bukan daftar."

    sections, _ = convert(f"## Hasil\n{text}", {})

    assert "<li>" not in sections[0][1]
    assert convert("## Hasil\n- a\n  lanjutan\n- b", {})[0][0][1].count("<p>") == 0


@pytest.mark.parametrize(
    "address",
    [
        "//evil.example",
        "/\\evil.example",
        "\\/evil",
        "\\\\evil",
        "/\t/evil",
        " //evil",
        "&#47;/evil",
        "%20//evil",
    ],
)
def test_an_address_without_a_scheme_does_not_lead_to_another_site(address: str) -> None:
    html = clean(f'<p><a href="{address}">kata</a> <a href="/inovasi/jempol">kasus</a></p>')

    hrefs = [value.replace("\\", "/").strip() for value in re.findall(r'href="([^"]*)"', html)]
    assert not [href for href in hrefs if "".join(href.split()).startswith("//")]
    assert "/inovasi/jempol" in hrefs
