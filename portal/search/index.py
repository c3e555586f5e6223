"""From cases to the search index of an edition."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from portal.cases.model import Article, Award, Case
from portal.government.model import Government
from portal.regions.model import Region
from portal.search import analysis, names, similarity
from portal.search.engine.build import build as build_engine
from portal.search.engine.document import Document
from portal.search.engine.edition import Edition
from portal.search.facets import NO_AWARD, NO_YEAR
from portal.search.lexicon import Lexicon, as_text
from portal.taxonomy.model import Taxonomy

VERSION = f"3.{analysis.VERSION}"  # raise the first number when the fields change
FOLDER = "index"
SLUG = "slug"  # a facet of one value a case, by which a set of cases is picked
WEIGHTS = {
    "title": 4.0,
    "aliases": 4.0,
    "summary": 2.5,
    "needs": 2.0,
    "problem": 1.5,
    "subjects": 1.5,
    "place": 1.5,
    "headings": 1.0,
    "story": 1.0,
    "rest": 0.3,
    "names": 4.0,
    "concepts": 0.4,
}
STORY = ("Yang dilakukan", "Hasil")
ABOUT = {
    "title": 4.0,
    "aliases": 4.0,
    "summary": 2.0,
    "needs": 1.5,
    "problem": 1.5,
    "subjects": 1.5,
    "headings": 1.0,
    "story": 1.0,
    "rest": 0.2,
}
"""How much each field says about what a case is about."""
LEAST = 1.0
"""From how much on a case is about a concept: one mention in its story, or half a one in its title."""


def document(
    case: Case,
    article: Article,
    regions: Mapping[str, Region],
    taxonomy: Taxonomy,
    government: Government | None,
    lexicon: Lexicon,
) -> Document:
    """What search knows of a case."""
    region = regions.get(case.region)
    sections = {section.heading: section.text for section in article.sections}
    needs = [government.need(need_id) for need_id in case.needs] if government is not None else []
    place = [case.province, case.owner]
    if region is not None:
        place += [region.name, *region.aliases]
    subjects = [taxonomy.sector(case.sector), *case.target_groups]
    fields = {
        "title": case.title,
        "aliases": "\n".join([*case.aliases, case.slug.replace("-", " ")]),
        "summary": case.summary,
        "needs": "\n".join(f"{need.title}. {need.text}" for need in needs if need is not None),
        "problem": sections.pop("Masalah", ""),
        "subjects": "\n".join(subjects),
        "place": "\n".join(place),
        "headings": "\n".join(result.metric for result in case.results),
        "story": "\n".join(sections.pop(heading, "") for heading in STORY),
        "rest": "\n".join(sections.values()),
    }
    fields["names"] = names.as_text([case.title, *case.aliases, case.slug])
    fields["concepts"] = as_text(_about(fields, lexicon), LEAST)
    return Document(
        key=case.slug,
        fields=fields,
        facets={
            SLUG: (case.slug,),
            "wilayah": (case.region,),
            "sektor": (case.sector,),
            "status": (case.status,),
            "jenis": ("digital" if case.digital else "nondigital",),
            "bentuk": case.form,
            "tahun": (str(case.started) if case.started else NO_YEAR,),
            "penghargaan": _award_levels(case.awards),
        },
        sort_keys={"nama": case.title.casefold(), "terbaru": float(case.started or 0)},
        stored={},
        excerpt="\n".join(section.text for section in article.sections),
    )


def _about(fields: Mapping[str, str], lexicon: Lexicon) -> dict[str, float]:
    """How much a case is about each concept."""
    total: dict[str, float] = {}
    for name, share in ABOUT.items():
        for concept, weight in lexicon.weigh(fields[name]).items():
            total[concept] = total.get(concept, 0.0) + share * weight
    return total


def build(folder: Path, documents: Sequence[Document], previous: Path | None) -> None:
    """Write the index of an edition; what has not changed is taken over from the one before."""
    (folder / FOLDER).mkdir()
    build_engine(folder / FOLDER, documents, weights=WEIGHTS, previous=_open(previous))
    similarity.write(folder, {document.key: document.fields["concepts"] for document in documents})


def is_sound(folder: Path) -> bool:
    """Whether the edition's index can be opened."""
    return _open(folder) is not None


def open_index(folder: Path) -> Edition:
    """Open the index of an edition; raises whatever the damage makes it raise."""
    return Edition.open(folder / FOLDER)


def _open(folder: Path | None) -> Edition | None:
    """The index, or None where it is damaged: each kind of damage raises another error."""
    if folder is None:
        return None
    try:
        return open_index(folder)
    except Exception:
        return None


def _award_levels(awards: Sequence[Award]) -> tuple[str, ...]:
    levels = set()
    for award in awards:
        level = award.level.casefold()
        if "internasional" in level or "asean" in level:
            levels.add("internasional")
        if "nasional" in level.replace("internasional", ""):
            levels.add("nasional")
        if "provinsi" in level or "regional" in level:
            levels.add("daerah")
        if "tidak diketahui" in level:
            levels.add("lain")
    return tuple(sorted(levels)) or (NO_AWARD,)
