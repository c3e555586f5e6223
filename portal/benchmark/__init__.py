"""Benchmark: regions side by side, nearest neighbours, gaps, and the fit of a case to us."""

from collections.abc import Sequence

from flask import Flask

from portal.benchmark.figures import Row
from portal.benchmark.gaps import Gap
from portal.benchmark.service import SideBySide, fits

__all__ = ["Gap", "Row", "SideBySide", "fits", "init_app", "side_by_side"]


def side_by_side(region_ids: Sequence[str]) -> tuple[SideBySide, list[Row]]:
    """Our region and others by the usual indicators; the choice is empty where none of them has figures."""
    from portal.benchmark import service

    if not set(region_ids) & set(service.comparable()):
        return SideBySide((), ()), []
    choice = service.choose(region_ids, [])
    return choice, service.rows(choice)


def init_app(app: Flask) -> None:
    """Open the room, and hang its panels on the pages of cases and regions."""
    from portal import audit
    from portal.benchmark import import_views, ordered, views  # noqa: F401
    from portal.web import panels

    app.register_blueprint(views.blueprint)
    panels.add(app, "case-here", views.here_for_case, order=60)
    panels.add(app, "case", views.panel_for_case, order=50)
    panels.add(app, "region", views.panel_for_region, order=200)
    panels.add(app, "region-card", views.likeness_of_region, order=200)
    audit.describe(
        app,
        "benchmark",
        "Angka wilayah",
        actions={
            "begin-import": "mulai menulis angka wilayah",
            "import": "menulis dan menerbitkan angka wilayah",
            "undo-import": "gagal menulis angka wilayah; berkas dikembalikan",
            "take-back": "membatalkan impor angka wilayah dan menerbitkan",
        },
        subjects={"regions": ("angka wilayah", None)},
    )
