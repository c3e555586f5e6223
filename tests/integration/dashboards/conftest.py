"""The office of the adoption tests, with its people and its clock."""

from tests.integration.adoption.conftest import office, peopled

__all__ = ["office", "peopled"]
