"""Help pages: plain Markdown files of content/pages."""

from flask import Flask

from portal.pages.files import PAGES, HelpPage, RenderedPage, read_folder, read_pages, render_page

__all__ = ["PAGES", "HelpPage", "RenderedPage", "read_folder", "read_pages", "render_page"]


def init_app(app: Flask) -> None:
    """Open the room."""
    from portal.pages.views import blueprint, things
    from portal.search import others

    app.register_blueprint(blueprint)
    others.publish(app, things)
