"""What the figures of a case cost: all cases of content/ drawn, beside reading them from their JSON.

bin/bench drawings
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from time import perf_counter

from portal.cases.figures import changes, lifeline
from portal.cases.files import read_file
from portal.cases.model import Case
from portal.yamlfiles import Report

CONTENT = Path(__file__).parent.parent / "content"
TODAY = date(2026, 12, 1)


def main() -> None:
    """Print milliseconds a case and the largest drawing."""
    files = (read_file(path, CONTENT, Report()) for path in sorted(CONTENT.glob("cases/*/*.md")))
    cases = [file.case for file in files if file is not None]
    lines = [case.model_dump_json(by_alias=True) for case in cases]
    begun = perf_counter()
    drawn = [(changes(case), lifeline(case, TODAY)) for case in cases]
    drawing = (perf_counter() - begun) / len(cases) * 1000
    begun = perf_counter()
    for line in lines:
        Case.model_validate_json(line)
    reading = (perf_counter() - begun) / len(cases) * 1000
    largest = max(
        sum(len(one.drawing) for one in changed) + len(life.drawing if life else "")
        for changed, life in drawn
    )
    print(f"{len(cases)} cases, {sum(bool(life) for _, life in drawn)} lives, "
          f"{sum(len(changed) for changed, _ in drawn)} changes")  # fmt: skip
    print(f"drawn {drawing:.2f} ms a case, read {reading:.2f} ms a case, ratio {drawing / reading:.1f}")
    print(f"largest {largest} bytes")


if __name__ == "__main__":
    main()
