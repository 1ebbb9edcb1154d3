"""Whether Twilio signed a request.

Rules: https://www.twilio.com/docs/usage/webhooks/webhooks-security. The configured public address
is the only one a signature is computed over; `Host` and `X-Forwarded-*` are anybody's to set.
`RequestValidator.validate` is not used: it raises on a missing signature and on JSON without
`bodySHA256`, and cuts addresses that hold a password or an IPv6 host. Its computation is.
"""

import hmac
from collections.abc import Mapping
from hashlib import sha256
from urllib.parse import SplitResult, parse_qsl, urlsplit

from twilio.request_validator import RequestValidator  # type: ignore[import-untyped]

from bot.errors import NotOurs, Refusal

HEADER = "X-Twilio-Signature"
BODY_HASH = "bodySHA256"
DEFAULT_PORTS = {"http": 80, "https": 443}


class Signatures:
    """Checks requests to `public_url`, signed with `auth_token` (HMAC-SHA1)."""

    def __init__(self, auth_token: str, public_url: str) -> None:
        self._validator = RequestValidator(auth_token)
        self._bases = _spellings(urlsplit(public_url))

    def check(
        self, path: str, query: str, signature: str | None, params: Mapping[str, str]
    ) -> None:
        """Errors raised: `NotOurs` when there is no signature, or not ours."""
        given = present(signature)
        target = f"{path}?{query}" if query else path
        matches = [
            hmac.compare_digest(self._compute(base + target, params), given) for base in self._bases
        ]
        if not any(matches):
            raise NotOurs(Refusal.FORGED)

    def _compute(self, url: str, params: Mapping[str, str]) -> bytes:
        return str(self._validator.compute_signature(url, params)).encode()


def present(signature: str | None) -> bytes:
    """The signature to compare with. Errors raised: `NotOurs` when there is none."""
    if not signature or not signature.strip():
        raise NotOurs(Refusal.UNSIGNED)
    return signature.strip().encode("utf-8", "replace")


def check_body_hash(query: str, body: bytes, *, required: bool) -> None:
    """Compare the body with `bodySHA256` of the signed query.

    JSON must have it, or nothing ties the body to the signature; where a form has one it must be
    right too. Errors raised: `NotOurs`.
    """
    hashes = [
        value for name, value in parse_qsl(query, keep_blank_values=True) if name == BODY_HASH
    ]
    if not hashes and not required:
        return
    expected = sha256(body).hexdigest().encode()
    if len(hashes) != 1 or not hmac.compare_digest(expected, hashes[0].lower().encode()):
        raise NotOurs(Refusal.FORGED)


def _spellings(url: SplitResult) -> tuple[str, ...]:
    """Every spelling of one address that Twilio signs: with and without port, and password."""
    userinfo, at, location = url.netloc.rpartition("@")
    host = location if url.port is None else location.rpartition(":")[0]
    port = url.port or DEFAULT_PORTS[url.scheme]
    netlocs = [host, f"{host}:{port}"]
    if at:
        netlocs += [f"{userinfo}@{netloc}" for netloc in netlocs]
    return tuple(f"{url.scheme}://{netloc}{url.path}" for netloc in netlocs)
