"""Home: the page that joins the rooms, the portal's health, and what every page's frame shows."""

from typing import Any

from flask import Flask


def init_app(app: Flask) -> None:
    """Open the room, and fill the frame of every page with names of this government."""
    from portal.home import installing  # noqa: F401 -- registers its routes
    from portal.home.views import blueprint, for_admin, frame, menu
    from portal.web import panels

    app.register_blueprint(blueprint)
    panels.add(app, "account-menu", menu, order=950)
    panels.add(app, "own-home", for_admin, order=15)

    @app.context_processor
    def fill_frame() -> dict[str, Any]:
        return frame()

    @app.template_filter("fill")
    def fill(text: str) -> str:
        """Put this government's names into a help page."""
        names = frame()
        return text.replace("{government}", names["government_name"]).replace(
            "{planning_agency}", names["planning_agency"]
        )
