"""The small library with a curator at the desk."""

from tests.integration.editing.conftest import curator, portal, sit_down

__all__ = ["curator", "portal", "sit_down"]
