"""Every table of every room, so that migrations can be compared with the models."""

from portal.accounts.models import (
    Account,
    LoginAttempt,
    LoginSession,
    Membership,
    OneTimeLink,
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
from portal.contests.models import (
    Assessment,
    JippnasEntry,
    Proposal,
    SectionText,
    Selection,
    Win,
)
from portal.db import Base
from portal.editing.models import ApprovedSite, CaseDraft, CasePublication, CaseRevision
from portal.evidence.models import Evidence, EvidenceFile, EvidenceVerdict
from portal.iid.models import Confirmation, DeskRow, GovernmentRow, Sending
from portal.jobs.models import Job, JobFile
from portal.notices.models import CalendarKey, Letter, Notice, SwitchedOff
from portal.portfolio.models import Overrule, Scenario, WeightSet
from portal.quarters.models import QuarterReport
from portal.records.imports import TableImport
from portal.register.models import (
    ClaimSheet,
    Edition,
    ImportBatch,
    Innovation,
    InnovationComment,
    InnovationMove,
    OwnerAlias,
    Season,
    SeasonStep,
    TeamRow,
    Window,
)
from portal.search.models import SavedSearch, SearchMiss
from portal.visits.models import Visit, VisitMove, VisitReview
from portal.visits.part_models import (
    AgendaItem,
    AnswerDraft,
    CaseRead,
    Ceiling,
    CostLine,
    FactOffer,
    FollowUp,
    Lesson,
    Member,
    Question,
    Rate,
    VisitCase,
)
from portal.web.models import SentForm

__all__ = [
    "Account",
    "AgendaItem",
    "AnswerDraft",
    "ApprovedSite",
    "Assessment",
    "AuditEntry",
    "AuditHead",
    "BudgetLine",
    "CalendarKey",
    "CaseDraft",
    "CasePublication",
    "CaseRead",
    "CaseRevision",
    "Ceiling",
    "ClaimSheet",
    "Comment",
    "Confirmation",
    "CostLine",
    "DeskRow",
    "Edition",
    "Escalation",
    "Evaluation",
    "Evidence",
    "EvidenceFile",
    "EvidenceVerdict",
    "FactOffer",
    "FollowUp",
    "GovernmentRow",
    "ImportBatch",
    "Innovation",
    "InnovationComment",
    "InnovationMove",
    "JippnasEntry",
    "Job",
    "JobFile",
    "Kpi",
    "Lesson",
    "Letter",
    "LoginAttempt",
    "LoginSession",
    "Member",
    "Membership",
    "Milestone",
    "Move",
    "Notice",
    "OneTimeLink",
    "Overrule",
    "OwnerAlias",
    "Partner",
    "Plan",
    "PlanProblem",
    "Proposal",
    "QuarterReport",
    "Question",
    "Rate",
    "Reading",
    "RecoveryCode",
    "Review",
    "Risk",
    "SavedSearch",
    "Scenario",
    "SearchMiss",
    "Season",
    "SeasonStep",
    "SecondStep",
    "SectionText",
    "Selection",
    "Sending",
    "SentForm",
    "SwitchedOff",
    "TableImport",
    "TeamPost",
    "TeamRow",
    "Visit",
    "VisitCase",
    "VisitMove",
    "VisitReview",
    "WeightSet",
    "Win",
    "Window",
    "metadata",
]

metadata = Base.metadata
