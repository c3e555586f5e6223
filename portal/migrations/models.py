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
from portal.audit.models import AuditEntry, AuditHead
from portal.db import Base
from portal.editing.models import ApprovedSite, CaseDraft, CasePublication, CaseRevision
from portal.evidence.models import Evidence, EvidenceFile, EvidenceVerdict
from portal.search.models import SearchMiss

__all__ = [
    "Account",
    "ApprovedSite",
    "AuditEntry",
    "AuditHead",
    "CaseDraft",
    "CasePublication",
    "CaseRevision",
    "Evidence",
    "EvidenceFile",
    "EvidenceVerdict",
    "LoginAttempt",
    "LoginSession",
    "Membership",
    "OneTimeLink",
    "PeopleImport",
    "RecoveryCode",
    "SearchMiss",
    "SecondStep",
    "metadata",
]

metadata = Base.metadata
