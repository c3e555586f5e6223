"""The small library with a curator at the desk."""

from tests.integration.editing.conftest import curator, portal, shelf, sit_down, stock

__all__ = ["curator", "portal", "shelf", "sit_down", "stock"]
