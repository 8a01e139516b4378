"""An OpenAI-compatible speech server over HTTP that speaks with eSpeak and misbehaves as it is told."""

import io
import json
import struct
import threading
import wave
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from ai_worker.engines.tts.espeak import EspeakEngine
from ai_worker.engines.tts.port import SpeakRequest, Speech
from ai_worker.language.scripts import dominant_language
from tests.support.http_server import Handler, serving

PATH = "/v1/audio/speech"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What goes wrong with one request.

    `status` answers with that code. `hangs` says nothing until the server's `release` is set, `drips` sends a byte now
    and then until then, `cut_after` breaks the connection after so many bytes, `endless` never stops sending.
    """

    status: int = 0
    hangs: bool = False
    drips: bool = False
    cut_after: int | None = None
    endless: bool = False
    body: bytes | None = None
    content_type: str = "audio/wav"


@dataclass
class SpeechServer:
    """The requests so far with their keys, and the faults of the next ones."""

    url: str = ""
    requests: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    release: threading.Event = field(default_factory=threading.Event)
    voice: EspeakEngine = field(default_factory=EspeakEngine)

    def speak(self, text: str) -> Speech:
        return self.voice.synthesize(SpeakRequest(text=text, language=dominant_language(text)))


@contextmanager
def speech_server() -> Iterator[SpeechServer]:
    """Run such a server on a free port of this machine."""
    state = SpeechServer()
    with serving(_handler(state), state.release) as address:
        state.url = f"{address}/v1"
        yield state


def wav(speech: Speech) -> bytes:
    """Return a sound as a WAV file."""
    buffer = io.BytesIO()
    with wave.open(buffer, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(speech.sample_rate_hz)
        file.writeframes(speech.samples.astype("<i2").tobytes())
    return buffer.getvalue()


def of_unknown_size(file: bytes) -> bytes:
    """Return a WAV file as a server that streams writes it: the sizes in its header are not known."""
    unknown = struct.pack("<I", 0xFFFF_FFFF)
    return file[:4] + unknown + file[8:40] + unknown + file[44:]


def _handler(state: SpeechServer) -> type[Handler]:
    class Scripted(Handler):
        def do_POST(self) -> None:
            request = json.loads(self.content())
            state.requests.append(request)
            state.keys.append(self.headers.get("Authorization", ""))
            fault = state.faults.pop(0) if state.faults else Fault()
            if fault.hangs:
                state.release.wait(60)
                self.close_connection = True
            elif self.path != PATH:
                self.answer(404, b"{}")
            elif fault.status:
                self.answer(fault.status, b'{"error": {"message": "no"}}')
            elif fault.endless:
                self.open_end("audio/wav")
                self.drip(b"RIFF\xff\xff\xff\xffWAVE" + bytes(1 << 20), pause_s=0.0, until=state.release)
            elif fault.drips:
                self.open_end("audio/wav")
                self.drip(b"R", pause_s=0.005, until=state.release)
            else:
                body = wav(state.speak(request["input"])) if fault.body is None else fault.body
                self.answer(200, body, fault.content_type, cut_after=fault.cut_after)

    return Scripted
