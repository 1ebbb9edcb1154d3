"""Reading what a page sends. It may come from anyone, so each refusal is one clear sentence."""

import json
import re

import anyio
from starlette.requests import Request

from adapters.webchat.chat import CHANNEL, TOKEN, Json, address_of
from bot.messages import Inbound, Kind

BODY_AT_MOST = 64 * 1024  # bytes
BODY_WITHIN = 10.0  # seconds (threat T37: a body that drips in holds a connection)

CLIENT_ID = re.compile(r"[A-Za-z0-9_.:-]{1,64}", re.ASCII)
LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}", re.ASCII)
FLOW = re.compile(r"[a-z][a-z0-9_]{0,63}(-[A-Za-z0-9]{1,32})?", re.ASCII)
"""And what a link gives to it."""
MESSAGE_ID = re.compile(r"[0-9]{1,12}", re.ASCII)
CHOICE_AT_MOST = 200  # characters

UNKNOWN = "This chat is over or was never started: start a new one with POST /api/chat."


class Refused(Exception):
    """The request is answered with `status` and `sentence`."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status
        self.sentence = sentence


async def read_json(request: Request) -> Json:
    """The body as a JSON object; an empty body is an empty object. Errors raised: `Refused`."""
    body = await read_body(request)
    if not body.strip():
        return {}
    try:
        parsed = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise Refused(400, "The body is not JSON.") from error
    if not isinstance(parsed, dict):
        raise Refused(400, "The body is not a JSON object.")
    return parsed


async def read_body(request: Request) -> bytes:
    body = bytearray()
    with anyio.move_on_after(BODY_WITHIN):
        async for piece in request.stream():
            body += piece
            if len(body) > BODY_AT_MOST:
                raise Refused(413, "The body is longer than 64 KB.")
        return bytes(body)
    raise Refused(408, "The body did not arrive within 10 seconds.")


def read_token(request: Request) -> str:
    """The bearer token. Errors raised: `Refused` (401)."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not TOKEN.fullmatch(token.strip()):
        raise Refused(401, UNKNOWN)
    return token.strip()


def read_language(fields: Json) -> str:
    """The wished language as BCP 47, "" for none. Errors raised: `Refused`."""
    language = fields.get("language", "")
    if not isinstance(language, str) or (language and not LANGUAGE.fullmatch(language)):
        raise Refused(400, '"language" is not a language tag such as "en" or "ur-Latn".')
    return language


def read_flow(fields: Json) -> str:
    """The flow to begin in, "" for the usual start. Errors raised: `Refused`."""
    flow = fields.get("flow", "")
    if not isinstance(flow, str) or (flow and not FLOW.fullmatch(flow)):
        raise Refused(400, '"flow" is not the name of a flow such as "signs".')
    return flow


def read_message(fields: Json, token: str) -> Inbound:
    """A message with a text or a choice. Errors raised: `Refused`."""
    client_id, address = _client_id(fields), address_of(token)
    kind, said = _said(fields)
    return Inbound(
        CHANNEL,
        address,
        external_id=f"{address}:{client_id}",
        kind=kind,
        text=clean(said) if kind is Kind.TEXT else "",
        choice=said if kind is Kind.CHOICE else "",
        pressed=_pressed(fields),
        language=read_language(fields),
    )


def _said(fields: Json) -> tuple[Kind, str]:
    text, choice = fields.get("text"), fields.get("choice")
    if (text is None) == (choice is None):
        raise Refused(400, 'A message has either "text" or "choice".')
    if isinstance(text, str):
        return Kind.TEXT, text
    if isinstance(choice, str):
        return Kind.CHOICE, _known_shape(choice)
    raise Refused(400, '"text" and "choice" are strings.')


def clean(text: str) -> str:
    """Without NUL and lone surrogates, which no database or page takes as UTF-8 text."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").replace("\0", "")


def _client_id(fields: Json) -> str:
    client_id = fields.get("id")
    if not isinstance(client_id, str) or not CLIENT_ID.fullmatch(client_id):
        raise Refused(400, '"id" is not 1 to 64 of the characters A-Z a-z 0-9 _ . : -')
    return client_id


def _known_shape(choice: str) -> str:
    if (
        not choice
        or len(choice) > CHOICE_AT_MOST
        or not choice.isascii()
        or not choice.isprintable()
    ):
        raise Refused(400, '"choice" is not the id of a choice that a message offered.')
    return choice


def _pressed(fields: Json) -> str:
    pressed = fields.get("pressed", "")
    if not isinstance(pressed, str) or (pressed and not MESSAGE_ID.fullmatch(pressed)):
        raise Refused(400, '"pressed" is not the id of a message.')
    return pressed
