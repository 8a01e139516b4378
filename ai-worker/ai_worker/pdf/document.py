"""Text of a PDF's pages, what can be seen apart from what cannot."""

import io
import logging
from contextlib import suppress
from typing import Any

from pypdf import PageObject, PdfReader
from pypdf.errors import DependencyError, FileNotDecryptedError, LimitReachedError, PdfReadError, PyPdfError
from pypdf.generic import ArrayObject, ContentStream, DecodedStreamObject, DictionaryObject, NameObject, StreamObject

from ai_worker.pdf.graphics import IDENTITY, Box, Matrix
from ai_worker.pdf.visibility import Content, Operation, Shown, Walker
from interview_contracts.errors import ErrorCode
from interview_contracts.vocabulary import HiddenReason

_HEADER_WITHIN = 1024
_SHOWING = (b"Tj", b"TJ", b"'", b'"')
_EMPTY_SHOW: Operation = ([ArrayObject()], b"TJ")
_ENCODING_KEYS = ("/Filter", "/DecodeParms", "/Length")
_MAX_OPERATIONS = 400_000

# The library explains itself in texts that quote the document.
logging.getLogger("pypdf").setLevel(logging.CRITICAL)


class DocumentError(Exception):
    """The document cannot be read; `code` says why."""

    def __init__(self, code: ErrorCode) -> None:
        super().__init__(code.value)
        self.code = code


def read(content: bytes, *, max_pages: int, max_text: int) -> tuple[list[str], list[dict[str, Any]]]:
    """Return the visible text of each page, and the hidden texts as dictionaries of page, reason and text.

    Raises `DocumentError`.
    """
    reader = _open(content)
    try:
        count = len(reader.pages)
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise DocumentError(ErrorCode.FILE_CORRUPT) from None
    if count == 0:
        raise DocumentError(ErrorCode.PDF_EMPTY)
    if count > max_pages:
        raise DocumentError(ErrorCode.PDF_TOO_MANY_PAGES)
    pages: list[str] = []
    hidden: list[dict[str, Any]] = []
    room = max_text
    unreadable = 0
    for number in range(count):
        try:
            visible, unseen = _page_texts(reader.pages[number])
        except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, AssertionError):
            # One broken page does not take the others with it.
            unreadable += 1
            pages.append("")
            continue
        pages.append(visible[:room])
        room -= len(pages[-1])
        hidden.extend({"page": number + 1, "reason": reason.value, "text": text} for reason, text in unseen)
    if unreadable == count:
        raise DocumentError(ErrorCode.FILE_CORRUPT)
    return pages, hidden


def _open(content: bytes) -> PdfReader:
    if not content:
        raise DocumentError(ErrorCode.PDF_EMPTY)
    if b"%PDF-" not in content[:_HEADER_WITHIN]:
        raise DocumentError(ErrorCode.PDF_NOT_A_PDF)
    try:
        reader = PdfReader(io.BytesIO(content), strict=False)
        # Many documents are encrypted with an empty password, only to forbid printing.
        if reader.is_encrypted and not reader.decrypt(""):
            raise DocumentError(ErrorCode.PDF_ENCRYPTED)
        return reader
    except (DependencyError, FileNotDecryptedError):
        raise DocumentError(ErrorCode.PDF_ENCRYPTED) from None
    except (PdfReadError, LimitReachedError, ValueError, KeyError, TypeError, AttributeError, IndexError):
        raise DocumentError(ErrorCode.FILE_CORRUPT) from None


class _Page:
    """A page's content streams, which can be extracted again with chosen text-showing operations left out."""

    def __init__(self, page: PageObject) -> None:
        self._page = page
        self._contents = page.get_contents()
        self._streams: list[tuple[Any, list[Operation]]] = []
        self._budget = _MAX_OPERATIONS
        self._copies = 0

    def shown(self) -> list[Shown]:
        """Return all text-showing operations with what hides them."""
        if self._contents is None:
            return []
        box = self._page.cropbox
        area: Box = (float(box.left), float(box.bottom), float(box.right), float(box.top))
        resources = _dictionary(self._page.get("/Resources"))
        return Walker(area).walk(self._content(self._contents, resources))

    def text(self, keep: set[tuple[int, int]]) -> str:
        """Return the text of the operations that are kept, given by stream and number."""
        for key, (stream, operations) in enumerate(self._streams):
            filtered = ContentStream(None, self._page.pdf, "bytes")
            filtered.operations = [
                operation if operation[1] not in _SHOWING or (key, number) in keep else _EMPTY_SHOW
                for number, operation in enumerate(operations)
            ]
            if key == 0:
                self._page[NameObject("/Contents")] = filtered
            else:
                stream.set_data(filtered.get_data())
        return str(self._page.extract_text())

    def _content(self, stream: Any, resources: DictionaryObject, matrix: Matrix = IDENTITY) -> Content:
        # As bytes: only the font knows what the bytes of a shown string mean.
        parsed = ContentStream(stream, self._page.pdf, "bytes")
        operations: list[Operation] = list(parsed.operations)
        self._budget -= len(operations)
        if self._budget < 0:
            raise DocumentError(ErrorCode.FILE_CORRUPT)
        forms = self._own_forms(operations, resources)
        key = len(self._streams)
        self._streams.append((stream, operations))

        def drawn(name: str) -> Content | None:
            form = forms.get(name)
            if form is None:
                return None
            return self._content(form, _dictionary(form.get("/Resources")) or resources, _matrix(form))

        return Content(
            key=key,
            operations=operations,
            graphics_states=lambda name: _found(resources, "/ExtGState", name),
            colour_space=lambda name: _space(name, _found(resources, "/ColorSpace", name)),
            drawn=drawn,
            matrix=matrix,
        )

    def _own_forms(self, operations: list[Operation], resources: DictionaryObject) -> dict[str, StreamObject]:
        """Give each drawing of a form a copy of its own: one form may be seen in one place and hidden in another."""
        objects = _dictionary(resources.get("/XObject"))
        own: dict[str, StreamObject] = {}
        for number, (operands, operator) in enumerate(operations):
            form = _dictionary(objects.get(operands[0])) if operator == b"Do" and operands else None
            if not isinstance(form, StreamObject) or form.get("/Subtype") != "/Form":
                continue
            self._copies += 1
            name = NameObject(f"/Drawn{self._copies}")
            copy = DecodedStreamObject()
            copy.update({key: value for key, value in form.items() if key not in _ENCODING_KEYS})
            copy.set_data(form.get_data())
            own[name] = objects[name] = copy
            operations[number] = ([name], b"Do")
        return own


def _page_texts(page: PageObject) -> tuple[str, list[tuple[HiddenReason, str]]]:
    parts = _Page(page)
    shown = parts.shown()
    visible = parts.text({(text.stream, text.operation) for text in shown if text.reason is None})
    unseen: list[tuple[HiddenReason, str]] = []
    for reason in HiddenReason:
        keep = {(text.stream, text.operation) for text in shown if text.reason is reason}
        if keep and (text := parts.text(keep).strip()):
            unseen.append((reason, text))
    return visible, unseen


def _dictionary(value: Any) -> Any:
    found = value.get_object() if hasattr(value, "get_object") else value
    return found if isinstance(found, DictionaryObject) else DictionaryObject()


def _found(resources: DictionaryObject, kind: str, name: str) -> Any:
    value = _dictionary(resources.get(kind)).get(name)
    return value.get_object() if hasattr(value, "get_object") else value


def _space(name: str, value: Any) -> str:
    """Return the family of a colour space."""
    if isinstance(value, list) and value:
        return str(value[0])
    return str(value) if value is not None else name


def _matrix(form: DictionaryObject) -> Matrix:
    with suppress(TypeError, ValueError):
        values = [float(value) for value in form.get("/Matrix", ())]
        if len(values) == 6:
            return values[0], values[1], values[2], values[3], values[4], values[5]
    return IDENTITY
