"""Benchmark: regions side by side, nearest neighbours, gaps, and the fit of a case to us."""

from flask import Flask

from portal.benchmark.gaps import Gap
from portal.benchmark.service import fits

__all__ = [
    "Gap",
    "fits",
    "init_app",
]


def init_app(app: Flask) -> None:
    """Open the room, and hang its panels on the pages of cases and regions."""
    from portal import audit
    from portal.benchmark import import_views, views  # noqa: F401
    from portal.web import panels

    app.register_blueprint(views.blueprint)
    panels.add(app, "case", views.panel_for_case, order=50)
    panels.add(app, "region", views.panel_for_region, order=200)
    audit.explain(
        app,
        "benchmark",
        "Angka wilayah",
        actions={
            "begin-import": "mulai menulis angka wilayah",
            "import": "menulis dan menerbitkan angka wilayah",
            "undo-import": "gagal menulis angka wilayah; berkas dikembalikan",
        },
        subjects={"regions": ("angka wilayah", None)},
    )
