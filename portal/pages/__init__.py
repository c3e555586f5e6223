"""Help pages: plain Markdown files of content/pages."""

from flask import Flask

from portal.pages.files import PAGES, HelpPage, RenderedPage, read_folder, read_pages, render_page
from portal.pages.shelf import about_portal

__all__ = ["PAGES", "HelpPage", "RenderedPage", "about_portal", "read_folder", "read_pages", "render_page"]


def init_app(app: Flask) -> None:
    """Open the room, and let every page of the portal lead to its help."""
    from portal.pages.views import blueprint, help_here, things
    from portal.search import others

    app.register_blueprint(blueprint)
    app.jinja_env.globals["help_here"] = help_here
    others.publish(app, things)
