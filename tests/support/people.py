"""Recruiters and candidates who use a running platform over its REST API, as the browser does."""

from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import uuid4

import httpx

from tests.support.platform import Platform
from tests.support.waiting import wait_for

Json = dict[str, Any]
OPEN = {"asking", "answering", "thinking"}


def api_client(platform: Platform, *, language: str = "en") -> httpx.Client:
    """Return a client of the REST API without a session."""
    return httpx.Client(base_url=platform.api_url, timeout=20, headers={"Accept-Language": language})


def recruiter_client(platform: Platform) -> httpx.Client:
    """Return a client that is signed in as the demo recruiter."""
    client = api_client(platform)
    body = {"email": "recruiter@demo.example", "password": platform.secrets["DEMO_PASSWORD"]}
    session = client.post("/auth/login", json=body).raise_for_status().json()
    client.headers["Authorization"] = f"Bearer {session['access_token']}"
    return client


def demo_job(client: httpx.Client, *, short: bool = True) -> Json:
    """Return the demo job with the fewest (or the most) questions."""
    jobs: list[Json] = client.get("/jobs").raise_for_status().json()
    jobs.sort(key=lambda job: int(job["questions"]))
    return jobs[0] if short else jobs[-1]


def invite(platform: Platform, *, language: str, name: str, email: str, short: bool = True) -> str:
    """Create an invitation and return its link."""
    with closing(recruiter_client(platform)) as client:
        body = {
            "candidate_name": name,
            "candidate_email": email,
            "language": language,
            "expires_at": (datetime.now(UTC) + timedelta(days=3)).isoformat(),
        }
        job = demo_job(client, short=short)
        return str(client.post(f"/jobs/{job['id']}/invitations", json=body).raise_for_status().json()["link"])


@dataclass
class Candidate:
    """A candidate who takes the interview by typing; commands are repeated as a browser repeats them."""

    platform: Platform
    client: httpx.Client
    interview_id: str
    tab_id: str = field(default_factory=lambda: uuid4().hex)
    answers: dict[str, str] = field(default_factory=dict)
    """What was acknowledged, by turn id."""
    questions: dict[str, str] = field(default_factory=dict)
    """What was asked, by turn id."""

    @classmethod
    def register(cls, platform: Platform, *, language: str = "en", short: bool = True) -> "Candidate":
        """Invite and register a new person."""
        email = f"{uuid4().hex}@candidate.example"
        token = invite(platform, language=language, name="Jordan Lee", email=email, short=short).partition("#")[2]
        client = api_client(platform, language=language)
        body = {"token": token, "name": "Jordan Lee", "email": email, "password": uuid4().hex, "locale": language}
        session = client.post("/auth/invitations/register", json=body).raise_for_status().json()
        client.headers["Authorization"] = f"Bearer {session['access_token']}"
        candidate = cls(platform=platform, client=client, interview_id=session["interview_id"])
        client.headers["X-Tab-Id"] = candidate.tab_id
        return candidate

    def post(self, path: str, body: Json | None = None) -> Json:
        """Post below the interview; repeats while the platform cannot be reached, for at most 10 s."""
        answer = self._persist("POST", path, body)
        return dict(answer.json()) if answer.content else {}

    def _persist(self, method: str, path: str, body: Json | None = None) -> httpx.Response:
        def attempt() -> httpx.Response | None:
            try:
                answer = self.client.request(method, f"/interviews/{self.interview_id}{path}", json=body)
            except httpx.TransportError:
                return None
            return None if answer.status_code >= 500 else answer

        answer = wait_for(attempt, within_s=10, what=f"an answer to {method} {path or 'snapshot'}", every_s=0.1)
        return answer.raise_for_status()

    def snapshot(self) -> Json:
        """Read where the interview stands."""
        return dict(self._persist("GET", "").json())

    def wait_state(self, *states: str, within_s: float) -> Json:
        """Wait until the interview is in one of these states and return the snapshot."""

        def look() -> Json | None:
            now = self.snapshot()
            return now if now["state"] in states else None

        return wait_for(look, within_s=within_s, what=f"the interview to be {' or '.join(states)}", every_s=0.1)

    def begin(self, *, language: str = "en", resume: bytes | None = None) -> Json:
        """Consent, have a résumé (PDF) read or go without, prepare and start; returns the first question's snapshot."""
        notice = self.client.get("/notice", params={"language": language}).raise_for_status().json()
        decisions = [{"purpose": purpose["purpose"], "granted": True} for purpose in notice["purposes"]]
        body = {"version": notice["version"], "language": language, "decisions": decisions}
        self._persist("PUT", "/consents", body)
        if resume is None:
            self.post("/resume/skip")
        else:
            self.hand_in(resume)
        self.post("/seat", {"tab_id": self.tab_id})
        self.post("/prepare", {"language": language})
        self.wait_state("ready", within_s=40)
        self.post("/start")
        return self.next_question(after=None, within_s=10)

    def hand_in(self, resume: bytes) -> None:
        """Upload a résumé (PDF), wait until it has been read, and confirm what was read."""
        path = f"/interviews/{self.interview_id}/resume"
        self.client.post(path, files={"file": ("resume.pdf", resume, "application/pdf")}).raise_for_status()

        def look() -> Json | None:
            read: Json = self._persist("GET", "/resume").json()
            return read if read["state"] == "ready" else None

        read = wait_for(look, within_s=60, what="the résumé to be read", every_s=0.1)
        self._persist("PUT", "/resume/facts", {"facts": read["facts"]})

    def next_question(self, *, after: str | None, within_s: float) -> Json:
        """Wait for a question other than turn `after`, or for the end; returns the snapshot."""

        def look() -> Json | None:
            now = self.snapshot()
            if now["state"] not in OPEN:
                return now
            asked = now["turn"] and now["state"] == "asking" and now["turn"]["id"] != after
            return now if asked else None

        now = wait_for(look, within_s=within_s, what="the next question", every_s=0.05)
        if now["state"] in OPEN:
            self.questions[now["turn"]["id"]] = now["turn"]["text"]
        return now

    def answer(self, now: Json, text: str) -> None:
        """Open the answer of the snapshot's question and end it with a typed text."""
        turn = now["turn"]["id"]
        self.post(f"/turns/{turn}/open")
        self.post(f"/turns/{turn}/end", {"mode": "typed", "reason": "candidate", "text": text})
        self.answers[turn] = text

    def speak(self, now: Json, recording: bytes) -> None:
        """Answer the snapshot's question by a recording (WebM), as a browser does without a live connection."""
        turn = now["turn"]["id"]
        self.post(f"/turns/{turn}/open")
        headers = {"Content-Type": "video/webm", "X-Content-SHA256": sha256(recording).hexdigest()}
        chunk = f"/interviews/{self.interview_id}/turns/{turn}/chunks/0/0"
        self.client.put(chunk, content=recording, headers=headers).raise_for_status()
        parts = [{"part": 0, "chunks": 1}]
        self.post(f"/turns/{turn}/end", {"mode": "spoken", "reason": "candidate", "parts": parts})

    def stored_answers(self) -> dict[str, str]:
        """Return what the platform has stored, by turn id."""
        turns = self._persist("GET", "/transcript").json()["turns"]
        return {
            turn["turn_id"]: " ".join(piece["text"] for piece in turn["pieces"]) for turn in turns if turn["pieces"]
        }
