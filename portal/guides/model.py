"""What the guides are made of: kinds of innovation with their first 90 days, and families to compare."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from portal.sources import Fact, Text

LAST_WEEK = 13  # 90 days
MAX_SENTENCE = 200  # characters that a milestone of a plan holds
PaperId = Literal["sk-tim", "sop", "pks", "perkada"]
Week = Annotated[int, Field(ge=1, le=LAST_WEEK)]


class Step(Fact):
    """A step of the first 90 days: when, what, who does it, which paper comes of it."""

    weeks: tuple[Week, Week]
    what: Text
    doer: Text  # a role, never a person
    paper: Text

    @model_validator(mode="after")
    def _check_order(self) -> Step:
        if self.weeks[0] > self.weeks[1]:
            raise ValueError("pekan awal harus sebelum pekan akhir")
        if len(self.sentence) > MAX_SENTENCE:
            raise ValueError(f"langkah lebih dari {MAX_SENTENCE} huruf bersama pelaksana dan naskahnya")
        return self

    @property
    def sentence(self) -> str:
        """The step as a line of a plan."""
        return f"{self.what.rstrip('.')} ({self.doer}; naskah: {self.paper})"


class OutlineRow(Fact):
    """A row of an outline: a post of a team, a step of a procedure, or a chapter with its points."""

    title: Text
    who: str = ""
    gives: str = ""
    points: tuple[Text, ...] = ()


class Outline(Fact):
    """The outline of a paper that this kind of innovation usually needs."""

    paper: PaperId
    about: Text
    partner: str = ""  # of an agreement: who signs beside us
    rows: tuple[OutlineRow, ...] = Field(min_length=3)


class InnovationKind(Fact):
    """A kind of innovation: what is alike in how such things are begun."""

    id: Text
    label: Text
    about: Text
    sectors: tuple[Text, ...] = ()  # cases of these sectors are of this kind unless another one names them
    digital: bool | None = None  # narrows the sectors to digital cases, or to the others
    cases: tuple[Text, ...] = ()  # named although their sector says another kind
    steps: tuple[Step, ...] = Field(min_length=6, max_length=8)
    papers: tuple[Outline, ...] = ()

    def outline(self, paper: str) -> Outline | None:
        """The outline of a paper; None where this kind does not need it."""
        return next((one for one in self.papers if one.paper == paper), None)


class Family(Fact):
    """Cases of several regions that answer the same question, to be read side by side."""

    id: Text
    title: Text
    intro: Text
    order: int = 100
    sectors: tuple[
        Text, ...
    ] = ()  # with `words`: cases of these sectors with one of the words in their names
    words: tuple[Text, ...] = ()
    needs: tuple[Text, ...] = ()  # cases that answer one of these needs belong to it too
    cases: tuple[Text, ...] = ()
    without: tuple[Text, ...] = ()  # what the rules find and does not belong
