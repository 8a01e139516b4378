"""Where a model computes, from the options and from what the machine has."""

from typing import Any

import pytest

from ai_worker.engines.llm.llama.header import Header
from ai_worker.engines.llm.llama.placement import Placement, place
from ai_worker.engines.llm.options import LlmOptions
from ai_worker.engines.llm.prompted.limits import CONTEXT_TOKENS
from ai_worker.hardware import Gpu, Hardware

pytestmark = pytest.mark.unit

GIB = 1024**3
LARGE = Header("exaone", "Q4_K_M", round(4.44 * GIB), 32, 4096, 102_400, 32_768, 131_072, "00000000")
TINY = Header("llama", "F32", 440_000, 2, 64, 260, 65_536, 256, "00000000")
MACHINE = Hardware(cores=8, memory_mb=32_000)


def gpu(free_mb: int, index: int = 0) -> Gpu:
    return Gpu(index, "GPU", 24_576, free_mb)


def placed(header: Header, *gpus: Gpu, **options: Any) -> Placement:
    own = {name: field.default for name, field in LlmOptions.model_fields.items()}
    return place(header, LlmOptions(**{**own, **options}), MACHINE, gpus)


def test_without_a_gpu_it_computes_on_the_cores() -> None:
    found = placed(LARGE)
    assert (found.gpu_layers, found.threads, found.context) == (0, 8, CONTEXT_TOKENS)
    assert found.device() == "cpu (8 threads)"
    assert placed(LARGE, llama_threads=1).device() == "cpu (1 thread)"
    assert 5_500 < found.memory_mb < 6_000


def test_all_layers_go_to_a_gpu_with_room() -> None:
    found = placed(LARGE, gpu(20_000))
    assert found.gpu_layers == 33
    assert found.device() == "cuda:0 (33 of 33 layers)"
    assert found.memory_mb < 1_000
    assert found.chunk > placed(LARGE).chunk


def test_as_many_layers_as_fit_go_to_a_small_gpu_or_to_several() -> None:
    small, two = placed(LARGE, gpu(4_000)), placed(LARGE, gpu(4_000), gpu(4_000, 1))
    assert 10 < small.gpu_layers < 25
    assert small.gpu_layers < two.gpu_layers <= 33
    assert two.device().startswith("cuda:0, cuda:1 (")
    assert placed(LARGE, gpu(500)).gpu_layers == 0


@pytest.mark.parametrize(("wanted", "layers"), [(-1, 33), (0, 0), (12, 12), (99, 33)])
def test_the_option_decides_on_layers(wanted: int, layers: int) -> None:
    assert placed(LARGE, gpu(8_000), llama_gpu_layers=wanted).gpu_layers == layers
    assert placed(LARGE, llama_gpu_layers=wanted).gpu_layers == 0


def test_the_context_is_the_option_else_what_prompts_need_else_what_is_cheap() -> None:
    assert placed(LARGE, llama_context=20_000).context == 20_000
    assert placed(LARGE, llama_context=100_000).context == LARGE.context
    assert placed(TINY).context == 65_536
