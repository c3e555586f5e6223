"""Help pages: plain Markdown files of content/pages."""

from portal.pages.files import PAGES, Page, RenderedPage, read_pages, render_page

__all__ = ["PAGES", "Page", "RenderedPage", "read_pages", "render_page"]
