"""The published small library with people at their desks, for what joins several rooms."""

from tests.integration.editing.conftest import portal, session, sit_down

__all__ = ["portal", "session", "sit_down"]
