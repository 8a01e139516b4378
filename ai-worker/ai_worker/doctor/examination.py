"""The examination of one capability: load its engine, ask it for something small, look at its files."""

import time
from pathlib import Path
from typing import Any

from ai_worker.doctor.findings import Finding, Probe
from ai_worker.doctor.probes import probe
from ai_worker.engines.base import AUTO, Deadline, EngineError
from ai_worker.engines.chain import Chain
from ai_worker.engines.registry import Engines
from ai_worker.engines.serving import Serving
from ai_worker.model_files.manifest import damaged, read_manifest, unsound
from ai_worker.settings import WorkerSettings
from ai_worker.tasks.use import as_engine_error
from interview_contracts.errors import ErrorCode
from interview_contracts.vocabulary import Capability

SWITCHED_OFF = "off"
"""Choice that is shown for emotion inference where the deployment does not allow it."""


def examine(settings: WorkerSettings, capability: Capability, folder: Path, timeout_s: float) -> Finding:
    """Return what was found; an engine's error is a finding. `folder` passes things on between examinations."""
    choice = settings.engine_choice(capability)
    engines = Engines(settings)
    if capability is Capability.EMOTION and not settings.allow_emotion:
        return Finding(capability=capability, choice=SWITCHED_OFF, status=engines.status(capability))
    until = Deadline.after(timeout_s)
    chain = engines.chain(capability)
    try:
        served = chain.serving(wait=until)
    except EngineError as error:
        problem = "The configured engine cannot be used." if choice != AUTO else _better_than_none(settings, chain)
        if chain.loading():
            problem = f"Its model was not loaded within {timeout_s:.0f} s ({error.code.value})."
        return Finding(capability=capability, choice=choice, status=chain.status(), problem=problem)
    files, unsound_files = _files(settings, chain, served)
    found, failed = _probe(chain, served, folder, until)
    return Finding(
        capability=capability,
        choice=choice,
        status=chain.status(),
        probe=found,
        files=files,
        problem=failed or unsound_files or _better_than_none(settings, chain),
    )


def _probe(chain: Chain[Any], served: Serving[Any], folder: Path, until: Deadline) -> tuple[Probe, str]:
    begun = time.monotonic()
    try:
        outcome = probe(chain.capability, served.engine, chain.status().languages, folder, until)
    except Exception as error:  # Whatever is raised is what the operator wants to know, without its text.
        code = as_engine_error(error).code
        took_s = time.monotonic() - begun
        chain.failed(served, code, took_s)
        kind = "" if isinstance(error, EngineError) else f", {type(error).__name__}"
        return Probe(latency_ms=round(took_s * 1000), error=code), f"It failed its probe ({code.value}{kind})."
    took_s = time.monotonic() - begun
    chain.done(served, took_s)
    return Probe(latency_ms=round(took_s * 1000), outcome=outcome), ""


def _files(settings: WorkerSettings, chain: Chain[Any], served: Serving[Any]) -> tuple[str, str]:
    """Return the state of the engine's model files in a phrase, and a sentence where they are unsound."""
    names = chain.files_of(served.name)
    if not names:
        return "no model files", ""
    problem = damaged(settings.models_dir, names)
    if problem:
        return "damaged", problem
    known = read_manifest(settings.models_dir).files
    fetched = sum(name in known for name in names)
    if fetched == len(names):
        return "checksums match", ""
    return f"{len(names) - fetched} of {len(names)} have no checksum to be held against", ""


def _better_than_none(settings: WorkerSettings, chain: Chain[Any]) -> str:
    """Return a sentence where a better engine is installed and does not work."""
    for one in chain.status().passed_over:
        files = chain.files_of(one.engine)
        present = any((settings.models_dir / file).exists() for file in files)
        if one.code is not None or (present and unsound(settings.models_dir, files)):
            return f"The better engine {one.engine} is set up and does not work."
    return ""


def lost(capability: Capability, settings: WorkerSettings, how: str) -> Finding:
    """Return the finding about an examination whose process ended or hung; `how` tells it in a sentence."""
    status = Engines(settings).status(capability)
    choice = settings.engine_choice(capability)
    probed = Probe(error=ErrorCode.WORKER_LOST)
    return Finding(capability=capability, choice=choice, status=status, probe=probed, problem=how)
