"""Limits of the Markdown we render.

Python-Markdown takes time that grows with the square of unclosed brackets (146 s for 20,000 of them)
and recurses on deep nesting; text beyond these limits never reaches it.
"""

from __future__ import annotations

import re
from html import unescape

from portal import unseen
from portal.yamlfiles import Report

MAX_BODY = 100 * 1024  # bytes
MAX_BRACKETS = 200  # per block
MAX_LINKS = 500  # per body
MAX_CITED = 1_000  # sources named in brackets, per body: each becomes a link of its own
MAX_NESTING = 20
MAX_RUN = 100  # equal marks in a row
MAX_LINE = 20_000  # characters

BLOCK = re.compile(r"(?:^(?![^\S\n]*$).+\n?)+", re.M)  # lines that are not blank
_CITED = re.compile(r"[\[,]\s*[a-z]{1,3}\d{1,3}(?=\s*[\],])")
_ENTITY = re.compile(r"&#?\w{1,32};?")
_RUN = re.compile(rf"([^\w\s])\1{{{MAX_RUN},}}")


def check_markdown(body: str, body_line: int, name: str, report: Report) -> None:
    """Report what goes beyond the limits, each with its line."""

    def refuse(offset: int, message: str) -> None:
        report.add(name, body_line + body.count("\n", 0, offset), message)

    if len(body.encode()) > MAX_BODY:
        refuse(0, f"naskah lebih dari {MAX_BODY // 1024} KB")
        return
    if match := _RUN.search(body):
        refuse(match.start(), f"tanda '{match[1]}' berturut-turut lebih dari {MAX_RUN} kali")
    if body.count("](") > MAX_LINKS:
        refuse(0, f"tautan lebih dari {MAX_LINKS}")
    if sum(1 for _ in _CITED.finditer(body)) > MAX_CITED:
        refuse(0, f"rujukan sumber lebih dari {MAX_CITED}")
    if match := re.search(r"<[a-zA-Z/!?]", body):
        refuse(match.start(), "HTML tidak boleh dipakai; tulis dengan Markdown")
    for match in _ENTITY.finditer(body):
        if unseen.place_of(unescape(match[0])) >= 0:
            refuse(match.start(), f"{match[0]} menyisipkan karakter yang tidak terlihat")
    if match := re.search(r"!\[", body):
        refuse(match.start(), "gambar belum didukung di naskah kasus")
    for match in BLOCK.finditer(body):
        block = match.group()
        if block.count("[") > MAX_BRACKETS:
            refuse(match.start(), f"kurung siku lebih dari {MAX_BRACKETS} dalam satu blok")
    for match in re.finditer(r"^.*$", body, re.M):
        line = match.group()
        if len(line) > MAX_LINE:
            refuse(match.start(), f"baris lebih dari {MAX_LINE} huruf")
        lead = re.match(r"(?:[\s>]|[*+-](?=\s))*", line)
        depth = (len(lead[0].expandtabs(4)) // 4 + lead[0].count(">")) if lead else 0
        if depth > MAX_NESTING:
            refuse(match.start(), f"daftar atau kutipan bersarang lebih dari {MAX_NESTING} tingkat")
            return
