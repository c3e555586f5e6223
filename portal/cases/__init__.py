"""Case studies: read, checked, rendered, shown."""

from portal.cases.catalogue import CASES, for_need, get_article, get_case, most_complete, newest, related, stale
from portal.cases.model import Article, Case

__all__ = [
    "CASES",
    "Article",
    "Case",
    "for_need",
    "get_article",
    "get_case",
    "most_complete",
    "newest",
    "related",
    "stale",
]
