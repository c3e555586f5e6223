"""Case studies: read, checked, rendered, shown."""

from flask import Flask

from portal.cases.catalogue import (
    CASES,
    for_need,
    get_article,
    get_case,
    most_complete,
    newest,
    related,
    slugs_for_need,
)
from portal.cases.model import Article, Case
from portal.cases.shelf import Entry, Shelf

__all__ = [
    "CASES",
    "Article",
    "Case",
    "Entry",
    "Shelf",
    "for_need",
    "get_article",
    "get_case",
    "most_complete",
    "newest",
    "related",
    "slugs_for_need",
]


def init_app(app: Flask) -> None:
    """Open the room, and hang its panels on the pages of regions and needs."""
    from portal.cases import copying, standing, views, words
    from portal.web import panels

    app.register_blueprint(views.blueprint)
    app.jinja_env.filters.update(
        standing=standing.standing,
        is_due=standing.is_due,
        review_due=standing.review_due,
        status_words=words.status_words,
        made_words=words.made_words,
        truth_words=words.truth_words,
        due_words=words.due_words,
        end_words=words.end_words,
        read_words=words.read_words,
        search_words=words.search_words,
        result_groups=words.result_groups,
        asked_office=copying.asked_office,
        inside=copying.inside,
        short_office=copying.short_office,
        chosen_result=copying.chosen_result,
        tells_cost=copying.tells_cost,
        result_words=copying.result_words,
        verdict_label=dict(words.VERDICTS).get,
        cost_words=words.cost_words,
        outcome_label=dict(words.OUTCOMES).get,
        law_label=dict(words.LAW_STATES).get,
    )
    panels.add(app, "region", views.panel_for_region)
    panels.add(app, "region-card", views.count_for_region)
    panels.add(app, "regions-map", views.map_of_regions)
    panels.add(app, "need", views.panel_for_need)
    panels.add(app, "need-line", views.count_for_need)
