"""Errors of the HTTP interface (RFC 9457), in Korean and English."""

import json

from aiohttp import web

_TEXTS: dict[str, tuple[int, str, str]] = {
    "token_invalid": (
        401,
        "연결 허가가 없거나 만료되었습니다. 면접 화면을 새로 고쳐 다시 연결해 주세요.",
        "The permission to connect is missing or has expired. Please reload the interview page to connect again.",
    ),
    "token_forbidden": (
        403,
        "이 연결 허가는 다른 면접의 것입니다.",
        "This permission to connect belongs to another interview.",
    ),
    "origin_forbidden": (403, "이 페이지에서는 연결할 수 없습니다.", "This page may not connect."),
    "not_found": (404, "연결을 찾을 수 없습니다.", "There is no such connection."),
    "method_not_allowed": (405, "지원하지 않는 요청입니다.", "This request is not supported."),
    "offer_invalid": (400, "연결 요청을 읽을 수 없습니다.", "The connection request could not be read."),
    "offer_unsupported": (
        422,
        "오디오 한 개와 비디오 한 개까지만, 한 연결로 묶어 보낼 수 있습니다.",
        "Only one audio and one video track, bundled into one connection, can be received.",
    ),
    "offer_too_large": (413, "연결 요청이 너무 큽니다.", "The connection request is too large."),
    "media_type_unsupported": (415, "지원하지 않는 콘텐츠 형식입니다.", "The content type is not supported."),
    "precondition_required": (428, "If-Match 헤더가 필요합니다.", "The header If-Match is required."),
    "precondition_failed": (412, "연결이 그사이 바뀌었습니다.", "The connection has changed meanwhile."),
    "ice_restart_unsupported": (
        422,
        "이 연결은 다시 시작할 수 없습니다. 새로 연결해 주세요.",
        "This connection cannot be restarted. Please connect anew.",
    ),
    "capacity": (
        503,
        "지금은 영상 연결이 모두 사용 중입니다. 잠시 후 다시 시도합니다. 면접은 영상 연결 없이도 계속할 수 있습니다.",
        "All live connections are in use at the moment. We will try again shortly; the interview works without one.",
    ),
    "internal": (500, "일시적인 오류가 발생했습니다.", "Something went wrong for a moment."),
}


def problem(request: web.Request, code: str, headers: dict[str, str] | None = None) -> web.Response:
    """Return the response for an error code, in the request's language."""
    status, korean, english = _TEXTS[code]
    language = request.headers.get("Accept-Language", "").strip().lower()
    body = {
        "type": "about:blank",
        "code": code,
        "title": code.replace("_", " "),
        "status": status,
        "detail": korean if language.startswith("ko") else english,
    }
    text = json.dumps(body, ensure_ascii=False)
    return web.Response(status=status, text=text, content_type="application/problem+json", headers=headers)
