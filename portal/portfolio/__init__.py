"""Portfolio: which plans deserve the little money there is; scores, scenarios under ceilings, decisions."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Open the room, and hang its entries on menus, the dashboard and the pages of plans."""
    from flask import url_for

    from portal import audit
    from portal.portfolio import panels as mine
    from portal.portfolio import views, words
    from portal.portfolio.rules import CRITERIA
    from portal.portfolio.views import decisions, scenarios, scores, weights  # noqa: F401
    from portal.web import panels

    app.register_blueprint(views.blueprint)
    panels.add(app, "dashboard", mine.for_dashboard, order=300)
    panels.add(app, "dashboard-actions", mine.for_dashboard_actions, order=300)
    panels.add(app, "plan", mine.for_plan, order=200)
    panels.add(app, "account-menu", mine.menu, order=110)
    app.jinja_env.filters.update(
        scenario_status=lambda status: words.STATUSES[status],
        criterion_name=lambda criterion: CRITERIA[criterion],
        fund_year_name=words.fund_year_name,
    )
    audit.describe(
        app,
        "portfolio",
        "Prioritas",
        actions={
            "set-weights": "Mengubah bobot prioritas",
            "make": "Menyimpan skenario prioritas",
            "overrule": "Mengubah paket yang diusulkan",
            "decide": "Menetapkan paket prioritas",
        },
        weighty=("decide", "overrule", "set-weights"),
        fields={
            **{one.value: f"Bobot: {name}" for one, name in CRITERIA.items()},
            "name": "Nama",
            "digest": "Sidik masukan",
            "package": "Rencana dalam paket",
            "value": "Nilai paket",
            "added": "Ditambah",
            "removed": "Dikeluarkan",
            "status": "Status",
        },
        subjects={
            "portfolio-scenario": (
                "Skenario",
                lambda number: url_for("portfolio.scenario", scenario_id=int(number)),
            ),
            "portfolio-weights": ("Bobot prioritas", lambda _: url_for("portfolio.weights")),
        },
    )
