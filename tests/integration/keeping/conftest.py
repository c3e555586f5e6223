"""A small portal with people of each role, and visits."""

from tests.integration.visits.conftest import Office, Visits, office, peopled, visits

__all__ = ["Office", "Visits", "office", "peopled", "visits"]
