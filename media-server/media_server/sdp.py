"""Rules for the offer, and the addresses of the answer."""

import re

from aiortc.sdp import MediaDescription, SessionDescription

MAX_SDP_BYTES = 64 * 1024
_VIDEO_KBPS = 350
_ANY = "0.0.0.0"  # noqa: S104
_CANDIDATE = re.compile(r"^a=candidate:(\S+) (\d+) (\S+) (\d+) (\S+) (\d+) typ (\S+)(.*)$")


class OfferInvalid(Exception):
    """The text is no offer that a WHIP client may send."""


class OfferUnsupported(Exception):
    """The offer is well formed but asks for what this server does not do."""


def check_offer(text: str) -> SessionDescription:
    """Return the parsed offer: bundled, one sending audio and at most one sending video section.

    Raises `OfferInvalid` or `OfferUnsupported`.
    """
    try:
        offer = SessionDescription.parse(text)
        kinds = [media.kind for media in offer.media]
        secured = all(_is_secured(media) for media in offer.media)
    except Exception as error:  # the parser raises whatever the broken line leads to
        raise OfferInvalid from error
    if not kinds or not secured or not text.lstrip().startswith("v=0"):
        raise OfferInvalid
    if any(kind not in ("audio", "video") for kind in kinds) or len(set(kinds)) != len(kinds):
        raise OfferUnsupported
    if any(media.direction not in ("sendonly", "sendrecv") for media in offer.media):
        raise OfferUnsupported
    bundled = {mid for group in offer.group if group.semantic == "BUNDLE" for mid in group.items}
    if len(kinds) > 1 and not all(media.rtp.muxId in bundled for media in offer.media):
        raise OfferUnsupported
    return offer


def _is_secured(media: MediaDescription) -> bool:
    ice, dtls = media.ice, media.dtls
    return bool(ice and ice.usernameFragment and ice.password and dtls and dtls.fingerprints)


def without_candidates(text: str) -> str:
    """Return the offer without its candidates.

    The server answers checks and never starts one: it learns the browser's address from a check that proves the ICE
    password. So an offer cannot make it send packets to an address of somebody's choice, no name is resolved, and
    candidates that come later are not needed.
    """
    drop = ("a=candidate:", "a=end-of-candidates", "a=remote-candidates:")
    return "".join(line + "\r\n" for line in text.splitlines() if line and not line.startswith(drop))


def with_addresses(text: str, advertised: tuple[str, ...]) -> str:
    """Return the answer with a bit-rate limit for the video, and with the advertised addresses.

    They stand where the socket is bound to all addresses, as behind NAT; a socket of its own address keeps it.
    """
    lines: list[str] = []
    for line in text.splitlines():
        match = _CANDIDATE.match(line)
        if match and match[5] == _ANY:
            for place, address in enumerate(advertised):
                before = f"a=candidate:{match[1]}{place} {match[2]} {match[3]} {int(match[4]) - place}"
                lines.append(f"{before} {address} {match[6]} typ {match[7]}{match[8]}")
        elif line == f"c=IN IP4 {_ANY}" and advertised:
            lines.append(f"c=IN IP4 {advertised[0]}")
        else:
            lines.append(line)
    return _limit_video("\r\n".join(lines) + "\r\n")


def _limit_video(text: str) -> str:
    head, mark, video = text.partition("m=video ")
    if not mark:
        return text
    video = re.sub(r"(c=IN IP4 [^\r\n]*\r\n)", rf"\1b=AS:{_VIDEO_KBPS}\r\n", video, count=1)
    return head + mark + video


def ice_credentials(text: str) -> tuple[str, str] | None:
    """Return user fragment and password of an SDP or an SDP fragment, None when it has none."""
    ufrag = re.search(r"^a=ice-ufrag:(\S+)", text, re.MULTILINE)
    password = re.search(r"^a=ice-pwd:(\S+)", text, re.MULTILINE)
    return (ufrag[1], password[1]) if ufrag and password else None
