"""Markdown of a case to safe HTML: citations become numbered notes, then nh3 keeps only what is allowed.

Runs as a script in a child process (see `sandbox`): it imports nothing of the portal, so the child is
small, starts fast, and has nothing that hostile text could reach.
"""

from __future__ import annotations

import json
import re
import resource
import sys
from collections import Counter
from html import unescape
from xml.etree import ElementTree

import nh3
from markdown import Markdown
from markdown.inlinepatterns import InlineProcessor

CITATION = r"\[([a-z]{1,3}\d{1,3}(?:\s*,\s*[a-z]{1,3}\d{1,3})*)\](?![(\[])"
CPU_SECONDS = 2
MEMORY = 1024**3  # bytes
TAGS = {
    "p", "ul", "ol", "li", "strong", "em", "a", "h3", "h4", "blockquote", "code", "br", "hr", "sup",
    "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
ATTRIBUTES = {"a": {"href", "id", "aria-label"}, "sup": {"class"}, "ol": {"start"}}
_LIST_BELOW = re.compile(r"^((?!(?:[-*+]|\d{1,3}\.)[ \t]|[|>#])\S.*)\n(?=(?:[-*+]|1\.)[ \t])", re.MULTILINE)
"""A line of prose right above a list: the library would take the list for a part of the sentence."""
_CITE = re.compile(r"<sup class=\"cite\">.*?</sup>", re.S)
_INTERPRETATION = re.compile(r"(<p>|<li>)(\s*(?:<p>)?\s*)Tafsir penyusun:")


class _Citations(InlineProcessor):
    """Turns `[s1, s4]` into links to the numbered source list."""

    def __init__(self, markdown: Markdown, numbers: dict[str, int], seen: Counter[str]) -> None:
        super().__init__(CITATION, markdown)
        self.numbers, self.seen = numbers, seen

    def handleMatch(  # type: ignore[override]  # noqa: N802 -- the library names it
        self,
        m: re.Match[str],
        data: str,  # noqa: ARG002 -- and calls it so
    ) -> tuple[ElementTree.Element | None, int | None, int | None]:
        ids = [part.strip() for part in m[1].split(",")]
        if any(source_id not in self.numbers for source_id in ids):
            return None, None, None
        note = ElementTree.Element("sup", {"class": "cite"})
        for position, source_id in enumerate(ids):
            number = self.numbers[source_id]
            self.seen[source_id] += 1
            place = f"rujukan-{number}-{self.seen[source_id]}"
            link = ElementTree.SubElement(
                note, "a", {"href": f"#sumber-{number}", "id": place, "aria-label": f"Sumber {number}"}
            )
            link.text = str(number)
            link.tail = "" if position == len(ids) - 1 else ", "
        return note, m.start(0), m.end(0)


def convert(body: str, numbers: dict[str, int]) -> tuple[list[tuple[str, str]], dict[str, int]]:
    """Convert a body to ([(heading, html), …], {source id: how often it is cited})."""
    seen: Counter[str] = Counter()
    parts = re.split(r"^## (.*)$", body, flags=re.M)
    sections = []
    for heading, text in zip(parts[1::2], parts[2::2], strict=True):
        markdown = Markdown(extensions=["tables", "sane_lists"], output_format="html")
        markdown.inlinePatterns.register(_Citations(markdown, numbers, seen), "citation", 175)
        markdown.preprocessors.deregister("html_block")
        markdown.inlinePatterns.deregister("html")
        html = markdown.convert(_LIST_BELOW.sub(r"\1\n\n", text))
        html = re.sub(r"(?<=\S)\s+(?=<sup class=\"cite\">)", "", html)
        html = _INTERPRETATION.sub(r"\1\2<strong>Tafsir penyusun:</strong>", html)
        sections.append((heading.strip(), clean(html)))
    return sections, dict(seen)


def clean(html: str) -> str:
    """Sanitised HTML; cleaned until stable, so that cleaning twice never changes it."""
    for _ in range(4):
        cleaned = nh3.clean(
            html,
            tags=TAGS,
            attributes=ATTRIBUTES,
            attribute_filter=_inside,
            url_schemes={"http", "https"},
            link_rel=None,
        )
        if cleaned == html:
            break
        html = cleaned
    return html


def _inside(_tag: str, attribute: str, value: str) -> str | None:
    """Take the address away that has no scheme and yet leaves the site, as browsers read `//` and `/\\`."""
    seen = "".join(char for char in value if char > " ").replace("\\", "/")
    return None if attribute == "href" and seen.startswith("//") else value


def plain(html: str) -> str:
    """The words of sanitised HTML: no notes, no tags, a line for each block."""
    text = re.sub(r"</(p|li|h3|h4|tr|blockquote)>", "\n", _CITE.sub("", html))
    text = unescape(re.sub(r"<[^>]+>", " ", text))
    return "\n".join(line for line in (" ".join(line.split()) for line in text.split("\n")) if line)


def serve() -> None:
    """The child's loop: one article a line, each with its own allowance of CPU time."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    for line in sys.stdin.buffer:
        used = resource.getrusage(resource.RUSAGE_SELF)
        allowance = int(used.ru_utime + used.ru_stime) + CPU_SECONDS + 1
        resource.setrlimit(resource.RLIMIT_CPU, (allowance, resource.RLIM_INFINITY))
        body, numbers = json.loads(line)
        try:
            answer = json.dumps(convert(body, numbers))
        except (RecursionError, MemoryError):
            answer = "null"
        sys.stdout.write(answer + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    serve()
