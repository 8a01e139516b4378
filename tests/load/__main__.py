"""`script/bench [--n 1,10,30] [--seconds 60] [--json path]`, and `script/bench --models [--only llm,stt] [--large]`."""

import argparse
import asyncio
import json
import sys
import tempfile
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import psutil
import psycopg

from interview_embedded.layout import ROOT
from tests.load import collect, report
from tests.load.browsers import Browsers
from tests.load.candidate import SimulatedCandidate, spoken_file
from tests.load.measures import Measures, summary
from tests.support.people import demo_job, recruiter_client
from tests.support.platform import Platform, free_udp_range, running_platform

MOST = 51
_WARM_UP_S = 5.0
_AT_ONCE = 4


def main() -> None:
    """Measure with each number of interviews, print the table, write the JSON."""
    options = _options()
    if options.models:
        # What it imports comes with the dependency group `models` only.
        from tests.load.models.command import measure_models

        measure_models(options.only, options.json, large=options.large)
        return
    udp = free_udp_range(MOST)
    runs: list[report.Run] = []
    with tempfile.TemporaryDirectory(prefix="interview-bench-", ignore_cleanup_errors=True) as folder:
        _say("Starting the platform on ports of its own …")
        ports = {"MEDIA_UDP_PORTS": f"{udp.start}-{udp.stop - 1}"}
        with running_platform(Path(folder) / "data", **ports) as platform:
            for number in options.n:
                _say(f"{number} interviews for {options.seconds} s …")
                runs.append(asyncio.run(measure(platform, number, options.seconds)))
    result = {
        "measured_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": collect.describe_machine(),
        "seconds": options.seconds,
        "runs": runs,
    }
    options.json.parent.mkdir(parents=True, exist_ok=True)
    options.json.write_text(json.dumps(result, indent=2) + "\n")
    sys.stdout.write(
        f"\n{report.table(runs)}\n\n(x…) is measured / goal: at most 1 is good.\nWritten to {options.json}\n"
    )


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="script/bench", description="Measure the platform with simulated interviews.")
    parser.add_argument(
        "--n", type=_numbers, default=[1, 10, 30], metavar="N,N", help="numbers of interviews, e.g. 1,10,30"
    )
    parser.add_argument("--seconds", type=int, default=60, metavar="S", help="how long each number is measured")
    path = ROOT / "bench-results" / f"bench-{datetime.now(UTC):%Y%m%d-%H%M%S}.json"
    parser.add_argument("--models", action="store_true", help="measure engines that load models, not interviews")
    capabilities = "comma separated: llm, stt, tts, embeddings, face"
    parser.add_argument(
        "--only", type=lambda text: text.split(","), default=[], metavar="A,B", help=f"with --models: {capabilities}"
    )
    parser.add_argument("--large", action="store_true", help="with --models: also sizes for a GPU or many cores")
    parser.add_argument("--json", type=Path, default=path, metavar="FILE", help="where the figures are written")
    return parser.parse_args()


def _numbers(text: str) -> list[int]:
    numbers = [int(part) for part in text.split(",")]
    if not all(0 < number <= MOST for number in numbers):
        raise argparse.ArgumentTypeError(f"numbers are between 1 and {MOST}")
    return numbers


def _say(text: str) -> None:
    sys.stderr.write(text + "\n")


def _invite(platform: Platform, languages: list[str]) -> list[str]:
    with closing(recruiter_client(platform)) as client:
        job = demo_job(client, short=False)
        expires = (datetime.now(UTC) + timedelta(days=1)).isoformat()
        links = []
        for language in languages:
            email = f"{uuid4().hex}@candidate.example"
            person = {"candidate_name": "Jordan Lee", "candidate_email": email}
            body = {**person, "language": language, "expires_at": expires}
            made = client.post(f"/jobs/{job['id']}/invitations", json=body).raise_for_status()
            links.append(str(made.json()["link"]))
        return links


async def measure(platform: Platform, number: int, seconds: int) -> report.Run:
    """Hold this many interviews at once for a while and return the figures."""
    measures = Measures()
    languages = ["ko" if place % 3 == 2 else "en" for place in range(number)]
    links = await asyncio.to_thread(_invite, platform, languages)
    recording = await asyncio.to_thread(spoken_file)
    async with Browsers() as browsers:
        candidates = [
            SimulatedCandidate(
                number=place,
                base_url=platform.url,
                measures=measures,
                browsers=browsers,
                recording=recording,
                language=language,
            )
            for place, language in enumerate(languages)
        ]
        gate = asyncio.Semaphore(_AT_ONCE)

        async def enter(candidate: SimulatedCandidate, link: str) -> None:
            async with gate:
                await candidate.prepare(link)
                await candidate.start()

        try:
            await asyncio.gather(*(enter(c, link) for c, link in zip(candidates, links, strict=True)))
            answering = [asyncio.create_task(candidate.run()) for candidate in candidates]
            await asyncio.sleep(_WARM_UP_S)
            run = await _window(platform, measures, browsers, number, seconds)
            for task in answering:
                task.cancel()
            await asyncio.gather(*answering, return_exceptions=True)
        finally:
            await asyncio.gather(*(candidate.close() for candidate in candidates))
    return run


async def _window(platform: Platform, measures: Measures, browsers: Browsers, number: int, seconds: int) -> report.Run:
    others = [("load generator", psutil.Process()), ("peers", browsers.process)]
    begin, before = datetime.now(UTC), collect.read_cpu(platform, others[1:])
    own = psutil.Process().cpu_times()
    measures.counting = True
    await asyncio.sleep(seconds)
    measures.counting = False
    end, after = datetime.now(UTC), collect.read_cpu(platform, others[1:])
    own_after = psutil.Process().cpu_times()
    busy = (after.machine - before.machine) / (after.at - before.at)
    cores = {name: round(value, 4) for name, value in after.since(before).items()}
    peers = cores.pop("peers")
    platform_cores = round(sum(cores.values()), 3)
    own_cores = (own_after.user + own_after.system - own.user - own.system) / (after.at - before.at)
    generator = round(peers + own_cores, 3)
    elsewhere = round(max(0.0, busy - platform_cores - generator), 3)
    memory = {name: round(value / 2**20) for name, value in platform.memory().items()}
    with psycopg.connect(platform.database_url.replace("+psycopg", "")) as connection:
        tasks = collect.task_times(connection, begin, end)
        faces = collect.face_times(connection, begin, end)
        spoken = collect.spoken_answers(connection, begin, end)
    run: dict[str, Any] = {
        "interviews": number,
        "answers": sum(len(values) for values in measures.next_question.values()),
        "next_question_ms": {k: _ms(measures.next_question[k]) for k in ("typed", "live", "upload")},
        "next_question_queue_ms": _queue_of(tasks, "interview.follow_up"),
        "transcript_ms": {k: _ms(measures.transcript[k]) for k in ("typed", "live", "upload")},
        "api_ms": _ms(measures.api),
        "push_ms": _ms(measures.push),
        "connect_ms": _ms(measures.connect),
        "face_ms": faces,
        "faces_per_candidate_and_second": round(faces["n"] / seconds / number, 2),
        "media_cores_per_candidate": round(cores.get("media", 0.0) / number, 4),
        "cores": {**cores, "platform": platform_cores, "load generator": generator, "others": elsewhere},
        "memory_mib": {**memory, "total": sum(memory.values())},
        "spoken_answers": spoken,
        "tasks": tasks,
        "errors": dict(measures.errors),
    }
    return {**run, "ratio_to_goal": report.ratios(run)}


def _ms(values: list[float]) -> dict[str, float | int | None]:
    return summary(values, scale=1000, digits=1)


def _queue_of(tasks: dict[str, dict[str, Any]], name: str) -> dict[str, float | None]:
    """Return how long a task waited for a worker and its result for the core; None when there was none."""
    times = tasks.get(name)
    return {"p50": times["waits_ms"][0], "p95": times["waits_ms"][1]} if times else {"p50": None, "p95": None}


if __name__ == "__main__":
    main()
