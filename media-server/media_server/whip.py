"""WHIP (RFC 9725): a browser posts an offer and gets an answer; DELETE ends the session.

Candidates need no trickling: the server answers checks and never starts one (see `sdp.without_candidates`), so a
PATCH with candidates is accepted and changes nothing. aiortc cannot restart ICE; a PATCH that asks for it gets 422,
as the RFC has it for a session that supports only trickling, and the browser posts a new offer.
"""

from collections.abc import Awaitable, Callable
from uuid import UUID

import structlog
from aiohttp import web

from media_server import metrics
from media_server.peer import NoPortLeft
from media_server.problems import problem
from media_server.room import Room
from media_server.rooms import Rooms
from media_server.sdp import OfferInvalid, OfferUnsupported, check_offer, ice_credentials
from media_server.settings import Settings
from media_server.tokens import TokenForbidden, TokenInvalid, read_token

log = structlog.get_logger(__name__)

SETTINGS = web.AppKey("settings", Settings)
ROOMS = web.AppKey("rooms", Rooms)

_RETRY_AFTER_S = 5
_EXPOSED = "Location, ETag, Link, Retry-After"
_METHODS = "POST, PATCH, DELETE, OPTIONS"
_HEADERS = "Authorization, Content-Type, If-Match, Accept-Language"

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@web.middleware
async def cors(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Let the interview's own page call, and no other page."""
    origin = request.headers.get("Origin")
    if origin is None:
        return await handler(request)
    if origin not in request.app[SETTINGS].allowed_origins:
        return problem(request, "origin_forbidden", {"Vary": "Origin"})
    if request.method == "OPTIONS":
        response: web.StreamResponse = web.Response(status=204)
        response.headers["Access-Control-Allow-Methods"] = _METHODS
        response.headers["Access-Control-Allow-Headers"] = _HEADERS
        response.headers["Access-Control-Max-Age"] = "600"
    else:
        response = await handler(request)
    response.headers["Access-Control-Allow-Origin"] = origin
    response.headers["Access-Control-Expose-Headers"] = _EXPOSED
    response.headers["Vary"] = "Origin"
    return response


@web.middleware
async def problems(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Turn every error into problem+json; nothing of an unexpected one leaves."""
    try:
        return await handler(request)
    except TokenInvalid:
        return problem(request, "token_invalid", {"WWW-Authenticate": "Bearer"})
    except TokenForbidden:
        return problem(request, "token_forbidden")
    except web.HTTPRequestEntityTooLarge:
        return problem(request, "offer_too_large")
    except web.HTTPMethodNotAllowed as error:
        return problem(request, "method_not_allowed", {"Allow": ", ".join(sorted(error.allowed_methods))})
    except web.HTTPNotFound:
        return problem(request, "not_found")
    except web.HTTPException:
        raise
    except Exception as error:
        log.error("request_failed", error=type(error).__name__)
        return problem(request, "internal")


async def post_offer(request: web.Request) -> web.Response:
    """Open a media session for an interview."""
    interview_id = _interview_id(request)
    settings = request.app[SETTINGS]
    secret = settings.media_secret.get_secret_value()
    claims = read_token(request.headers.get("Authorization"), interview_id, secret)
    if request.content_type != "application/sdp":
        return problem(request, "media_type_unsupported", {"Accept-Post": "application/sdp"})
    try:
        offer = (await request.read()).decode("utf-8")
        check_offer(offer)
        room, answer = await request.app[ROOMS].admit(claims, offer)
    except (OfferInvalid, UnicodeDecodeError):
        return problem(request, "offer_invalid")
    except OfferUnsupported:
        return problem(request, "offer_unsupported")
    except NoPortLeft:
        metrics.SESSIONS_REFUSED.inc()
        return problem(request, "capacity", {"Retry-After": str(_RETRY_AFTER_S)})
    headers = {"Location": f"/whip/{interview_id}/{room.session}", "ETag": _etag(room), "Cache-Control": "no-store"}
    return web.Response(status=201, text=answer, content_type="application/sdp", headers=headers)


async def patch_session(request: web.Request) -> web.Response:
    """Accept trickled candidates; refuse an ICE restart."""
    room = _session(request)
    if request.content_type != "application/trickle-ice-sdpfrag":
        return problem(request, "media_type_unsupported", {"Accept-Patch": "application/trickle-ice-sdpfrag"})
    match = request.headers.get("If-Match")
    if match is None:
        return problem(request, "precondition_required")
    try:
        credentials = ice_credentials((await request.read()).decode("utf-8"))
    except UnicodeDecodeError:
        return problem(request, "offer_invalid")
    if match.strip() == "*" or (credentials is not None and credentials != room.offer_credentials):
        return problem(request, "ice_restart_unsupported")
    if match.strip() != _etag(room):
        return problem(request, "precondition_failed")
    return web.Response(status=204)


async def delete_session(request: web.Request) -> web.Response:
    """End a media session."""
    room = _session(request)
    await request.app[ROOMS].end(room)
    return web.Response(status=200)


def routes() -> list[web.RouteDef]:
    """Return the WHIP routes."""
    return [
        web.post("/whip/{interview_id}", post_offer),
        web.patch("/whip/{interview_id}/{session}", patch_session),
        web.delete("/whip/{interview_id}/{session}", delete_session),
    ]


def _interview_id(request: web.Request) -> UUID:
    try:
        return UUID(request.match_info["interview_id"])
    except ValueError as error:
        raise web.HTTPNotFound from error


def _session(request: web.Request) -> Room:
    interview_id = _interview_id(request)
    secret = request.app[SETTINGS].media_secret.get_secret_value()
    read_token(request.headers.get("Authorization"), interview_id, secret, expired_ok=True)
    room = request.app[ROOMS].find(interview_id, request.match_info["session"])
    if room is None:
        raise web.HTTPNotFound
    return room


def _etag(room: Room) -> str:
    return f'"{room.session[:16]}"'
