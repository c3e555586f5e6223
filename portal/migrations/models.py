"""Every table of every room, so that migrations can be compared with the models."""

from portal.accounts.models import (
    Account,
    LoginAttempt,
    LoginSession,
    Membership,
    OneTimeLink,
    PeopleImport,
    RecoveryCode,
    SecondStep,
)
from portal.adoption.models import (
    BudgetLine,
    Evaluation,
    Kpi,
    Milestone,
    Move,
    Partner,
    Plan,
    Reading,
    Review,
    Risk,
    TeamPost,
)
from portal.adoption.problem_models import Comment, Escalation, PlanProblem
from portal.audit.models import AuditEntry, AuditHead
from portal.benchmark.models import FigureImport
from portal.db import Base
from portal.editing.models import ApprovedSite, CaseDraft, CasePublication, CaseRevision
from portal.evidence.models import Evidence, EvidenceFile, EvidenceVerdict
from portal.portfolio.models import Overrule, Scenario, WeightSet
from portal.search.models import SavedSearch, SearchMiss

__all__ = [
    "Account",
    "ApprovedSite",
    "AuditEntry",
    "AuditHead",
    "BudgetLine",
    "CaseDraft",
    "CasePublication",
    "CaseRevision",
    "Comment",
    "Escalation",
    "Evaluation",
    "Evidence",
    "EvidenceFile",
    "EvidenceVerdict",
    "FigureImport",
    "Kpi",
    "LoginAttempt",
    "LoginSession",
    "Membership",
    "Milestone",
    "Move",
    "OneTimeLink",
    "Overrule",
    "Partner",
    "PeopleImport",
    "Plan",
    "PlanProblem",
    "Reading",
    "RecoveryCode",
    "Review",
    "Risk",
    "SavedSearch",
    "Scenario",
    "SearchMiss",
    "SecondStep",
    "TeamPost",
    "WeightSet",
    "metadata",
]

metadata = Base.metadata
