"""Demo: a clearly marked example government, kept apart from everything real."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Fill the demo when the server starts; does nothing in a real portal."""
    if app.extensions["settings"].demo:
        from portal.demo.start import note_for_start

        app.extensions["start_notes"] = [note_for_start(app)]
