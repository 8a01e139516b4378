"""Writing files of TensorFlow Lite: a small model of its own, or operators behind those of a model that is there.

A file is a FlatBuffer whose root is the table Model. References lead forwards only, so a new root with new tables can
stand before the bytes of an old file and refer to the tables in it: nothing of the old model has to be understood.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import flatbuffers  # type: ignore[import-untyped]
import numpy as np
import numpy.typing as npt
from flatbuffers.table import Table  # type: ignore[import-untyped]

CONCATENATION, FULLY_CONNECTED, LOGISTIC, RESHAPE, PAD = 2, 9, 14, 22, 34
_OPTIONS: Final = {CONCATENATION: 10, FULLY_CONNECTED: 8, LOGISTIC: 0, RESHAPE: 17, PAD: 22}
"""Builtin operators and the kinds of their options, by the schema's numbers."""

FLOAT32, INT32 = 0, 2
_IDENTIFIER: Final = b"TFL3"
_ALIGNMENT: Final = 16

# Slots of the fields in their tables.
_MODEL_CODES, _MODEL_SUBGRAPHS, _MODEL_BUFFERS, _MODEL_METADATA_BUFFER, _MODEL_METADATA = 1, 2, 4, 5, 6
_GRAPH_TENSORS, _GRAPH_INPUTS, _GRAPH_OUTPUTS, _GRAPH_OPERATORS = 0, 1, 2, 3


@dataclass(slots=True)
class _Addition:
    """A tensor with its values where it has some, or an operator with the numbers of its tensors."""

    name: str = ""
    shape: tuple[int, ...] = ()
    kind: int = FLOAT32
    values: npt.NDArray[Any] | None = None
    code: int = 0
    inputs: tuple[int, ...] = ()
    outputs: tuple[int, ...] = ()
    options: dict[int, int] = field(default_factory=dict)


class Graph:
    """A model under construction: begins empty, or with the content of a file."""

    def __init__(self, old: bytes = b"") -> None:
        # The old bytes end where the new file ends, so their length must keep the alignment of what stands in them.
        self._old = old + bytes(-len(old) % _ALIGNMENT)
        self._tensors: list[_Addition] = []
        self._operators: list[_Addition] = []
        self._table = _root(self._old) if old else None
        self._graph = _entries(self._table, _MODEL_SUBGRAPHS)[0] if self._table else None
        self._names = [_text(tensor, 3) for tensor in _entries(self._graph, _GRAPH_TENSORS)]

    def tensor(self, name: str) -> int:
        """Return the number of a tensor of the old model."""
        return self._names.index(name)

    def blank(self, *shape: int, name: str = "") -> int:
        """Add a tensor that is computed, and return its number."""
        return self._add(_Addition(name=name, shape=shape))

    def constant(self, values: npt.NDArray[Any]) -> int:
        """Add a tensor with these values, float32 or int32, and return its number."""
        kind = INT32 if values.dtype == np.int32 else FLOAT32
        return self._add(_Addition(shape=values.shape, kind=kind, values=values))

    def operator(self, code: int, inputs: Sequence[int], output: int, **options: int) -> int:
        """Add an operator and return its output. `options` are `axis` of CONCATENATION; none for all others."""
        slots = {0: options["axis"]} if "axis" in options else {}
        self._operators.append(_Addition(code=code, inputs=tuple(inputs), outputs=(output,), options=slots))
        return output

    def finished(self, inputs: Sequence[int] | None, outputs: Sequence[int]) -> bytes:
        """Return the file. `inputs` None: those of the old model."""
        builder = flatbuffers.Builder(0)
        builder.Bytes, builder.head = bytearray(self._old), 0
        codes = sorted({one.code for one in self._operators})
        old_codes, old_buffers = _entries(self._table, _MODEL_CODES), _entries(self._table, _MODEL_BUFFERS)
        buffers = [self._at(one) for one in old_buffers] or [_table(builder, {})]
        tensors = [self._at(one) for one in _entries(self._graph, _GRAPH_TENSORS)]
        for one in self._tensors:
            number = 0
            if one.values is not None:
                number = len(buffers)
                buffers.append(_table(builder, {0: ("offset", _bytes(builder, one.values.tobytes()))}))
            tensors.append(self._tensor_table(builder, one, number))
        operators = [self._at(one) for one in _entries(self._graph, _GRAPH_OPERATORS)]
        for one in self._operators:
            operators.append(_operator_table(builder, one, len(old_codes) + codes.index(one.code)))
        all_codes = [self._at(one) for one in old_codes]
        all_codes += [_table(builder, {0: ("int8", code), 2: ("int32", 1), 3: ("int32", code)}) for code in codes]
        taken = _numbers(self._graph, _GRAPH_INPUTS) if inputs is None else list(inputs)
        graph = _table(
            builder,
            {
                _GRAPH_TENSORS: ("offset", _offsets(builder, tensors)),
                _GRAPH_INPUTS: ("offset", _integers(builder, taken)),
                _GRAPH_OUTPUTS: ("offset", _integers(builder, outputs)),
                _GRAPH_OPERATORS: ("offset", _offsets(builder, operators)),
            },
        )
        fields = {
            0: ("uint32", 3),
            _MODEL_CODES: ("offset", _offsets(builder, all_codes)),
            _MODEL_SUBGRAPHS: ("offset", _offsets(builder, [graph])),
            _MODEL_BUFFERS: ("offset", _offsets(builder, buffers)),
        }
        metadata = [self._at(one) for one in _entries(self._table, _MODEL_METADATA)]
        if metadata:
            fields[_MODEL_METADATA] = ("offset", _offsets(builder, metadata))
        model = _table(builder, fields)
        builder.minalign = _ALIGNMENT
        builder.Finish(model, file_identifier=_IDENTIFIER)
        return bytes(builder.Output())

    def _add(self, tensor: _Addition) -> int:
        self._tensors.append(tensor)
        return len(self._names) + len(self._tensors) - 1

    def _at(self, table: Table) -> int:
        """Return the builder's offset of an old table: its distance from the end."""
        return len(self._old) - int(table.Pos)

    @staticmethod
    def _tensor_table(builder: Any, one: _Addition, buffer: int) -> int:
        shape, name = _integers(builder, one.shape), builder.CreateString(one.name)
        return _table(
            builder,
            {0: ("offset", shape), 1: ("int8", one.kind), 2: ("uint32", buffer), 3: ("offset", name)},
        )


def _operator_table(builder: Any, one: _Addition, code: int) -> int:
    inputs, outputs = _integers(builder, one.inputs), _integers(builder, one.outputs)
    fields: dict[int, tuple[str, int]] = {0: ("uint32", code), 1: ("offset", inputs), 2: ("offset", outputs)}
    if _OPTIONS[one.code]:
        options = _table(builder, {slot: ("int32", value) for slot, value in one.options.items()})
        fields |= {3: ("uint8", _OPTIONS[one.code]), 4: ("offset", options)}
    return _table(builder, fields)


def _table(builder: Any, fields: dict[int, tuple[str, int]]) -> int:
    builder.StartObject(max(fields, default=-1) + 1)
    for slot, (kind, value) in fields.items():
        match kind:
            case "offset":
                builder.PrependUOffsetTRelativeSlot(slot, value, 0)
            case "int8":
                builder.PrependInt8Slot(slot, min(value, 127), 0)
            case "uint8":
                builder.PrependUint8Slot(slot, value, 0)
            case "int32":
                builder.PrependInt32Slot(slot, value, 0)
            case _:
                builder.PrependUint32Slot(slot, value, 0)
    return int(builder.EndObject())


def _offsets(builder: Any, tables: Sequence[int]) -> int:
    builder.StartVector(4, len(tables), 4)
    for table in reversed(tables):
        builder.PrependUOffsetTRelative(table)
    return int(builder.EndVector())


def _integers(builder: Any, numbers: Sequence[int]) -> int:
    builder.StartVector(4, len(numbers), 4)
    for number in reversed(numbers):
        builder.PrependInt32(number)
    return int(builder.EndVector())


def _bytes(builder: Any, content: bytes) -> int:
    builder.StartVector(1, len(content), _ALIGNMENT)
    builder.head -= len(content)
    builder.Bytes[builder.head : builder.head + len(content)] = content
    return int(builder.EndVector())


def _root(content: bytes) -> Table:
    return Table(content, int.from_bytes(content[:4], "little"))


def _entries(table: Table | None, slot: int) -> list[Table]:
    """Return the tables of a vector."""
    field_at = 0 if table is None else table.Offset(4 + 2 * slot)
    if table is None or not field_at:
        return []
    start = table.Vector(field_at)
    return [Table(table.Bytes, table.Indirect(start + 4 * index)) for index in range(table.VectorLen(field_at))]


def _numbers(table: Table | None, slot: int) -> list[int]:
    field_at = 0 if table is None else table.Offset(4 + 2 * slot)
    if table is None or not field_at:
        return []
    start = table.Vector(field_at)
    content = table.Bytes[start : start + 4 * table.VectorLen(field_at)]
    return [int(number) for number in np.frombuffer(content, dtype="<i4")]


def _text(table: Table, slot: int) -> str:
    field_at = table.Offset(4 + 2 * slot)
    return bytes(table.String(field_at + table.Pos)).decode() if field_at else ""
