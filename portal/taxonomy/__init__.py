"""Taxonomy: the fixed lists that cases and needs are sorted by (sectors, forms, statuses)."""

from portal.taxonomy.model import TAXONOMY, Taxonomy, Term

__all__ = ["TAXONOMY", "Taxonomy", "Term"]
