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
from portal.search.models import SearchMiss

__all__ = [
    "Account",
    "AuditEntry",
    "AuditHead",
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
