"""From cases to the search index of an edition."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from portal import generations
from portal.cases.model import Article, Award, Case
from portal.cases.standing import Standing, standing
from portal.errors import SearchNotReady
from portal.government.model import Government
from portal.regions.model import Region
from portal.search import analysis, names, similarity
from portal.search.engine import cache
from portal.search.engine.build import build as build_engine
from portal.search.engine.by_whoosh import WhooshEdition
from portal.search.engine.document import Document, Promise
from portal.search.engine.edition import Edition
from portal.search.engine.manifest import ArraysSeal, IndexSeal, unseal
from portal.search.facets import ENDED, NO_AWARD, NO_YEAR, NOMINATED
from portal.search.lexicon import Lexicon, as_text
from portal.taxonomy.model import Taxonomy

VERSION = f"7.{analysis.VERSION}"  # raise the first number when the fields change
FOLDER = "index"
TEXT = "body"  # the whole text, which excerpts are cut from; its words count where they stand in other fields
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
    TEXT: 0.0,
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


@dataclass(frozen=True)
class Context:
    """What the library says beside the cases."""

    regions: Mapping[str, Region]
    taxonomy: Taxonomy
    government: Government | None
    lexicon: Lexicon


def _no_names(context: Context) -> list[str]:
    """What many cases are about, so that no case is called by it."""
    needs = context.government.needs if context.government is not None else ()
    terms = (*context.taxonomy.sectors, *context.taxonomy.forms)
    return [*(term.label for term in terms), *(need.title for need in needs)]


def document(case: Case, article: Article, context: Context, today: date) -> Document:
    """What search knows of a case; its status is counted as it reads on this day."""
    region, taxonomy, government = context.regions.get(case.region), context.taxonomy, context.government
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
    places = [name for one in context.regions.values() for name in (one.short_name, one.name, *one.aliases)]
    fields["names"] = names.as_text([case.title, *case.aliases, case.slug], [*places, *_no_names(context)])
    fields["concepts"] = as_text(_about(fields, context.lexicon), LEAST)
    fields[TEXT] = "\n".join(section.text for section in article.sections)
    return Document(
        key=case.slug,
        fields=fields,
        facets={
            SLUG: (case.slug,),
            "wilayah": (case.region,),
            "sektor": (case.sector,),
            "status": _statuses(standing(case, today)),
            "jenis": ("digital" if case.digital else "nondigital",),
            "bentuk": case.form,
            "tahun": (str(case.started) if case.started else NO_YEAR,),
            "penghargaan": _award_levels(case.awards),
        },
        sort_keys={"nama": case.title.casefold(), "terbaru": float(case.started or 0)},
        stored={"title": case.title},
        excerpt=TEXT,
    )


def _about(fields: Mapping[str, str], lexicon: Lexicon) -> dict[str, float]:
    """How much a case is about each concept."""
    total: dict[str, float] = {}
    for name, share in ABOUT.items():
        for concept, weight in lexicon.weigh(fields[name]).items():
            total[concept] = total.get(concept, 0.0) + share * weight
    return total


def build(
    folder: Path,
    documents: Iterable[Document | Promise],
    previous: Path | None,
    counts: Mapping[str, Mapping[str, int]],
) -> None:
    """Write the index of an edition; what has not changed is taken over from the one before.

    `counts` are those of the edition before (see `similarity`), for documents that are only promised.
    """
    (folder / FOLDER).mkdir()
    before = previous / FOLDER if previous is not None else None
    told: dict[str, Mapping[str, int]] = {}

    def passing() -> Iterator[Document | Promise]:
        for document in documents:
            if isinstance(document, Promise):
                told[document.key] = counts[document.key]
            else:
                told[document.key] = similarity.counted(document.fields["concepts"])
            yield document

    build_engine(folder / FOLDER, passing(), weights=WEIGHTS, previous=before)
    similarity.write(folder, told)


def is_sound(folder: Path) -> bool:
    """Whether Whoosh's files of an edition are whole, so that it can be searched."""
    try:
        unseal(folder / FOLDER, IndexSeal)
    except SearchNotReady:
        return False
    return True


def open_index(folder: Path) -> Edition:
    """Open the index of an edition: its arrays or, where these are not sound, what they are made of.

    Arrays that are not sound are removed, so that they are made again. Raises SearchNotReady.
    """
    before = arrays_stamp(folder)
    try:
        return Edition.open(folder / FOLDER)
    except SearchNotReady:
        found = WhooshEdition.open(folder / FOLDER)
        if before is not None and before == arrays_stamp(folder):
            drop_arrays(folder)
    return found


def arrays_stamp(folder: Path) -> tuple[int, int] | None:
    """Names the arrays of an edition, so that others made later can be told from them; None without any."""
    try:
        found = (folder / FOLDER / cache.FOLDER / ArraysSeal.NAME).stat()
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns


def ensure_arrays(root: Path, *, held: bool = False) -> bool:
    """Make the arrays of the edition in use where it has none that are sound; whether it had to be done.

    `held` by somebody who builds, and so has the lock already.
    """
    if not _lacks_arrays(generations.current(root)):
        return False
    # Perhaps another process makes them while we wait.
    with nullcontext() if held else generations.building(root):
        folder = generations.current(root)
        if folder is None or not _lacks_arrays(folder):
            return False
        cache.make(folder / FOLDER)
    return True


def _lacks_arrays(folder: Path | None) -> bool:
    return folder is not None and not cache.is_whole(folder / FOLDER)


def drop_arrays(folder: Path) -> None:
    """Remove the arrays of an edition; searches go on without them."""
    cache.drop(folder / FOLDER)


def _statuses(found: Standing) -> tuple[str, ...]:
    return (found.code, ENDED) if found.is_ended else (found.code,)


def _award_levels(awards: Sequence[Award]) -> tuple[str, ...]:
    """The levels of what was won; a place in a final or a nomination is counted as that."""
    levels = set()
    for award in awards:
        level = award.level.casefold()
        if award.outcome in ("finalist", "nominated"):
            levels.add(NOMINATED)
        if award.outcome != "won":
            continue
        if "internasional" in level or "asean" in level:
            levels.add("internasional")
        if "nasional" in level.replace("internasional", ""):
            levels.add("nasional")
        if "provinsi" in level or "regional" in level:
            levels.add("daerah")
        if "tidak diketahui" in level:
            levels.add("lain")
    return tuple(sorted(levels)) or (NO_AWARD,)
