"""Lists as files: what a list shows, as CSV and as an Excel workbook, and any file to be kept."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, Response

from portal import clock
from portal.access import allow
from portal.documents.sheets import CSV, XLSX, Sheet, make_csv, make_xlsx
from portal.web.attachments import attachment

MAX_EXPORT = 5_000  # rows


def sheet_routes(
    blueprint: Blueprint, path: str, permission: str, name: str, sheet: Callable[[], Sheet], prefix: str = ""
) -> None:
    """Give a list its files: `path` is "/rencana", `name` what the files are called before the day."""

    def csv() -> Response:
        return attachment(make_csv(sheet()), CSV, f"{name}-{clock.today():%Y%m%d}.csv")

    def xlsx() -> Response:
        return attachment(make_xlsx(sheet()), XLSX, f"{name}-{clock.today():%Y%m%d}.xlsx")

    for view in (csv, xlsx):
        rule, endpoint = f"{path}.{view.__name__}", f"{prefix}{view.__name__}"
        blueprint.add_url_rule(rule, endpoint, allow(permission)(view), methods=["GET"])
