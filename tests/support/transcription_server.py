"""An OpenAI-compatible transcription server as a process of its own.

`python -m tests.support.transcription_server MODEL_FOLDER`. The model's name in a request says how the answer is:
`whisper` is what a Whisper model in the folder hears, with the times of words; every other one says `TEXT`, rightly or
wrong in its own way.
"""

import email
import io
import json
import sys
import threading
import wave
from collections import Counter
from contextlib import AbstractContextManager
from dataclasses import dataclass
from email.message import Message
from functools import lru_cache
from pathlib import Path
from typing import Any, ClassVar

import numpy as np

from tests.support.http_server import Handler, ServerProcess, serve_process
from tests.support.recordings import Samples

PATH = "/v1/audio/transcriptions"
KEY = "secret"
TEXT = "We cut the load time, by half."
STATUS = {"refuses": 400, "denies": 401, "does-not-know": 404, "fails": 500, "is-busy": 503}
ONCE = {"fails-once": 500, "is-busy-once": 429}
ENDINGS = {"ends-a-video-ko": "시청해 주셔서 감사합니다.", "ends-a-video-en": "Thank you for watching!"}


@dataclass(frozen=True)
class TranscriptionServer(ServerProcess):
    """A running server."""

    def requests(self, model: str) -> list[dict[str, Any]]:
        """Return what was asked of a model so far."""
        import httpx

        asked: dict[str, list[dict[str, Any]]] = httpx.get(f"{self.url}/asked", trust_env=False).json()
        return asked.get(model, [])


def transcription_server(model: Path) -> AbstractContextManager[TranscriptionServer]:
    """Run such a server on a free port of this machine, with a Whisper model's folder."""
    return TranscriptionServer.running(__name__, str(model))


def answer(model: str, duration_s: float) -> dict[str, Any]:
    """Return the scripted answer of a model in the verbose form, its words spread over the sound."""
    text = ENDINGS.get(model, TEXT)
    parts = text.split()
    step = duration_s / len(parts)
    words = [{"word": part, "start": n * step, "end": (n + 1) * step} for n, part in enumerate(parts)]
    segment = {
        "id": 0,
        "start": 0.0,
        "end": duration_s,
        "text": f" {text}",
        "avg_logprob": -0.2,
        "no_speech_prob": 0.01,
    }
    made: dict[str, Any] = {"task": "transcribe", "text": text, "words": words, "segments": [segment]}
    match model:
        case "tells-no-words":
            made["words"] = None
            segment |= {"start": f"{duration_s / 2}", "no_speech_prob": None, "avg_logprob": None}
        case "tells-text-only":
            made = {"text": text}
        case "mixes-times-up":
            words.reverse()
        case "is-not-a-number":
            words[2]["start"] = segment["start"] = float("nan")
        case "is-beyond-the-sound":
            words[-1]["end"] = segment["end"] = duration_s + 3600
        case "leaves-words-out":
            del words[1]
        case "ends-a-video-ko" | "ends-a-video-en":
            segment |= {"avg_logprob": -0.9, "no_speech_prob": 0.7}
        case "loops":
            made = {"text": f"{TEXT} " * 60}
        case "babbles":
            made = {"text": "word " * 2000}
        case "has-no-text":
            made = {"segments": []}
        case "has-a-null":
            made["text"] = None
        case "is-a-list":
            made = [made]  # type: ignore[assignment]
    return made


@lru_cache(maxsize=1)
def _whisper(folder: str) -> Any:
    from faster_whisper import WhisperModel

    return WhisperModel(folder, device="cpu", compute_type="int8", cpu_threads=1, local_files_only=True)


def recognised(folder: str, samples: Samples, language: str) -> dict[str, Any]:
    """Return what the Whisper model hears in less than half a minute of sound, in the verbose form."""
    from faster_whisper import BatchedInferencePipeline

    segments, info = BatchedInferencePipeline(_whisper(folder)).transcribe(
        samples.astype(np.float32) / 32768,
        language=language,
        word_timestamps=True,
        without_timestamps=True,
        vad_filter=False,
        clip_timestamps=[{"start": 0, "end": len(samples) / 16_000}],
    )
    heard = list(segments)
    numbers = ("start", "end", "avg_logprob", "no_speech_prob", "compression_ratio")
    return {
        "text": "".join(each.text for each in heard).strip(),
        "duration": info.duration,
        "words": [
            {"word": word.word, "start": float(word.start), "end": float(word.end)}
            for each in heard
            for word in each.words
        ],
        "segments": [
            {"id": each.id, "text": each.text, **{name: float(getattr(each, name)) for name in numbers}}
            for each in heard
        ],
    }


class _Handler(Handler):
    model = ""
    asked: ClassVar[dict[str, list[dict[str, Any]]]] = {}
    times: ClassVar[Counter[str]] = Counter()

    def do_GET(self) -> None:
        self.answer(200, json.dumps(self.asked).encode())

    def do_POST(self) -> None:
        fields = _form(self.headers["Content-Type"], self.content())
        model = str(fields.get("model", ["default"])[0])
        samples = _samples(fields["file"][0])
        request = {name: values for name, values in fields.items() if name != "file"}
        self.asked.setdefault(model, []).append({**request, "seconds": len(samples) / 16_000})
        self.times[model] += 1
        form = fields.get("response_format", ["json"])[0]
        granularities = fields.get("timestamp_granularities[]", [])
        if self.path != PATH:
            self.answer(404, b"{}")
        elif model == "wants-a-key" and self.headers.get("Authorization") != f"Bearer {KEY}":
            self.answer(401, b'{"error": {"message": "who are you?"}}')
        elif (model == "knows-text-only" and form != "json") or (model == "times-no-words" and "word" in granularities):
            self.answer(400, b'{"error": {"message": "what is that?"}}')
        elif model in STATUS or (model in ONCE and self.times[model] == 1):
            self.answer(STATUS.get(model) or ONCE[model], b'{"error": {"message": "no"}}')
        elif model == "hangs":
            threading.Event().wait(60)
        elif model in {"drips", "never-ends"}:
            self.open_end("application/json")
            block, pause_s = (b" ", 0.005) if model == "drips" else (b" " * 2**20, 0.0)
            self.drip(block, pause_s=pause_s, until=threading.Event())
        elif model == "sends-a-page":
            self.answer(200, b"<html>busy</html>", "text/html")
        elif model == "nests":
            self.answer(200, b"[" * 100_000)
        elif model == "whisper":
            self.answer(200, json.dumps(recognised(self.model, samples, fields["language"][0])).encode())
        else:
            said = answer(model, len(samples) / 16_000)
            body = json.dumps({"text": said["text"]} if model == "knows-text-only" else said).encode()
            body = body[:-20] if model == "is-truncated" else body
            self.answer(200, body, cut_after=20 if model == "breaks-off" else None)


def _form(content_type: str, body: bytes) -> dict[str, list[Any]]:
    """Return the fields of a multipart form; that of a file as its bytes, others as text."""
    parts = email.message_from_bytes(b"Content-Type: " + content_type.encode() + b"\r\n\r\n" + body).get_payload()
    assert isinstance(parts, list)
    fields: dict[str, list[Any]] = {}
    for part in parts:
        assert isinstance(part, Message)
        content = part.get_payload(decode=True)
        assert isinstance(content, bytes)
        name = str(part.get_param("name", header="content-disposition"))
        fields.setdefault(name, []).append(content if part.get_filename() else content.decode())
    return fields


def _samples(file: bytes) -> Samples:
    with wave.open(io.BytesIO(file)) as sound:
        assert (sound.getnchannels(), sound.getsampwidth(), sound.getframerate()) == (1, 2, 16_000)
        return np.frombuffer(sound.readframes(sound.getnframes()), dtype="<i2").astype(np.int16)


def main() -> None:
    """Serve on a free port, tell which one it is, and go on until killed."""
    _Handler.model = sys.argv[1]
    serve_process(_Handler)


if __name__ == "__main__":
    main()
