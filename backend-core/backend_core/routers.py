"""All routers of the application, by domain. A domain that is not listed here has no routes."""

import re

from fastapi import APIRouter

from backend_core.answers.endpoints import router as answers
from backend_core.audit.endpoints import router as audit
from backend_core.auth.endpoints import router as auth
from backend_core.candidates.endpoints import router as candidates
from backend_core.companies.endpoints import router as companies
from backend_core.consents.endpoints import router as consents
from backend_core.decisions.endpoints import router as decisions
from backend_core.device_checks.endpoints import router as device_checks
from backend_core.engines.endpoints import router as engines
from backend_core.evaluations.endpoints import router as evaluations
from backend_core.health.endpoints import router as health
from backend_core.interviews.endpoints import router as interviews
from backend_core.invitations.endpoints import router as invitations
from backend_core.jobs.endpoints import router as jobs
from backend_core.recordings.endpoints import router as recordings
from backend_core.reports.endpoints import router as reports
from backend_core.resumes.endpoints import router as resumes
from backend_core.retention.endpoints import router as retention

API_PREFIX = "/api/v1"

API_ROUTERS: tuple[APIRouter, ...] = (
    auth,
    invitations,
    companies,
    jobs,
    candidates,
    consents,
    device_checks,
    resumes,
    interviews,
    answers,
    evaluations,
    reports,
    recordings,
    decisions,
    retention,
    engines,
    audit,
)

ROOT_ROUTERS: tuple[APIRouter, ...] = (health,)
"""Routers outside the API's prefix."""

STREAMED_UPLOADS = re.compile(rf"{API_PREFIX}/interviews/[^/]+/(resume|turns/[^/]+/(audio|chunks/[^/]+/[^/]+))")
"""Paths of the routes that take files. They read the body themselves and stop at their own limits."""
