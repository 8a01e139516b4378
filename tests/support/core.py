"""The core's API in the test process, on a real database and a real Redis, and rows to start from."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
from fastapi import FastAPI

from backend_core.app import create_app
from backend_core.auth.passwords import hash_password
from backend_core.models import (
    BankQuestion,
    Candidate,
    Company,
    Competency,
    Interview,
    Job,
    Rubric,
    RubricAnchor,
    UserAccount,
)
from backend_core.models.base import Base
from backend_core.models.vocabulary import JobState, UserRole
from backend_core.persistence import Sessions
from backend_core.resources import Resources
from backend_core.settings import Settings
from interview_contracts.vocabulary import Dimension, InterviewState, Language, Section

PASSWORD = "correct horse battery"
"""Password of every account that `Rows` makes."""

_numbers = count(1)


def core_settings(database_url: str, redis_url: str, uploads: Path = Path("uploads"), **changes: Any) -> Settings:
    """Return settings with secrets that are good enough for a test."""
    values: dict[str, Any] = {
        "database_url": database_url,
        "redis_url": redis_url,
        "uploads_dir": uploads,
        "auth_secret": "a" * 40,
        "media_secret": "m" * 40,
        "signing_secret": "s" * 40,
        "log_level": "WARNING",
        "database_pool": 5,
    }
    return Settings(**{**values, **changes})


@dataclass
class Api:
    """A running application: its connections, and clients that call it."""

    app: FastAPI
    resources: Resources
    rows: "Rows"

    def client(self, token: str | None = None, **headers: str) -> httpx.AsyncClient:
        """Return a client with its own cookies; with `token` it is logged in."""
        if token is not None:
            headers["Authorization"] = f"Bearer {token}"
        transport = httpx.ASGITransport(app=self.app, raise_app_exceptions=False, client=("10.0.0.1", 1))
        return httpx.AsyncClient(transport=transport, base_url="http://test", headers=headers)

    async def token(self, user: UserAccount) -> str:
        """Log an account in and return its access token."""
        async with self.client() as client:
            response = await client.post("/api/v1/auth/login", json={"email": user.email, "password": PASSWORD})
        response.raise_for_status()
        return str(response.json()["access_token"])

    async def client_of(self, user: UserAccount) -> httpx.AsyncClient:
        """Return a client that is logged in as this account."""
        return self.client(await self.token(user))


@dataclass
class Rows:
    """Makes committed rows with believable values."""

    sessions: Sessions
    password_hash: str

    async def save(self, *rows: Base) -> None:
        """Commit rows; each one is flushed before the next."""
        async with self.sessions() as session:
            for row in rows:
                session.add(row)
                await session.flush()
            await session.commit()

    async def company(self) -> Company:
        number = next(_numbers)
        company = Company(slug=f"company-{number}", name_ko=f"회사 {number}", name_en=f"Company {number}")
        await self.save(company)
        return company

    async def staff(self, company: Company, role: UserRole = UserRole.RECRUITER) -> UserAccount:
        return await self._account(role, company.id)

    async def person(self) -> UserAccount:
        return await self._account(UserRole.CANDIDATE, None)

    async def _account(self, role: UserRole, company_id: UUID | None) -> UserAccount:
        number = next(_numbers)
        user = UserAccount(
            role=role,
            company_id=company_id,
            email=f"{role.value}-{number}@test.example",
            name=f"Person {number}",
            locale=Language.KO,
            password_hash=self.password_hash,
        )
        await self.save(user)
        return user

    async def job(self, company: Company, **changes: Any) -> Job:
        """A job with one competency, its rubric, and one question."""
        values: dict[str, Any] = {
            "company_id": company.id,
            "key": f"job-{next(_numbers)}",
            "version": 1,
            "state": JobState.OPEN,
            "title_ko": "백엔드 개발자",
            "title_en": "Backend engineer",
            "description_ko": "서버를 만듭니다.",
            "description_en": "Builds servers.",
            "languages": ["ko", "en"],
            "weights": {dimension.value: 1 for dimension in Dimension},
        }
        job = Job(**{**values, **changes})
        competency = Competency(
            company_id=company.id,
            job_id=job.id,
            key="problem-solving",
            position=0,
            dimension=Dimension.PROBLEM_SOLVING,
            name_ko="문제 해결",
            name_en="Problem solving",
            definition_ko="원인을 찾아 해결한다.",
            definition_en="Finds causes and solves them.",
        )
        question = BankQuestion(
            company_id=company.id,
            job_id=job.id,
            competency_id=competency.id,
            key="hard-problem",
            version=1,
            position=0,
            section=Section.PROBLEM_SOLVING,
            text_ko="어려웠던 문제를 말씀해 주세요.",
            text_en="Tell me about a hard problem.",
        )
        rubric = Rubric(company_id=company.id, competency_id=competency.id, version=1)
        anchors = [
            RubricAnchor(company_id=company.id, rubric_id=rubric.id, level=level, text_ko="기준", text_en="Anchor")
            for level in (1, 3, 5)
        ]
        await self.save(job, competency, question, rubric, *anchors)
        return job

    async def interview(self, job: Job, user: UserAccount, **changes: Any) -> Interview:
        """An interview of a person, with the profile that it needs."""
        candidate = Candidate(company_id=job.company_id, user_account_id=user.id, name=user.name, email=user.email)
        values: dict[str, Any] = {
            "company_id": job.company_id,
            "job_id": job.id,
            "candidate_id": candidate.id,
            "state": InterviewState.CREATED,
            "language": Language.KO,
            "expires_at": datetime.now(UTC) + timedelta(days=7),
        }
        interview = Interview(**{**values, **changes})
        await self.save(candidate, interview)
        return interview


@asynccontextmanager
async def running_api(settings: Settings) -> AsyncIterator[Api]:
    """Start the application in this process and stop it at the end."""
    app = create_app(settings)
    async with app.router.lifespan_context(app):
        resources: Resources = app.state.resources
        rows = Rows(resources.sessions, await hash_password(PASSWORD))
        yield Api(app=app, resources=resources, rows=rows)
