"""The published small library with people at their desks, for what joins several rooms."""

from tests.integration.editing.conftest import portal, session, shelf, sit_down, stock

__all__ = ["portal", "session", "shelf", "sit_down", "stock"]
