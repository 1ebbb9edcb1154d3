"""Messages with words of their own, which WhatsApp has to approve before they open a conversation.

https://www.twilio.com/docs/content/content-api-resources, "Approval requests".
"""

from collections.abc import Mapping
from types import MappingProxyType, TracebackType
from typing import Any, NamedTuple, Self

from adapters.whatsapp.account import Account
from adapters.whatsapp.channel import connect
from adapters.whatsapp.contents import PAGE_SIZE
from bot.reminders.templates import TEMPLATES, TemplateStatus

CATEGORY = "UTILITY"
LANGUAGES = frozenset({"en", "ur", "ar", "bn", "pa", "ru", "pl"})
"""Those of ours in which WhatsApp approves a message
(https://developers.facebook.com/docs/whatsapp/business-management-api/message-templates)."""
STATUSES: Mapping[str, TemplateStatus] = MappingProxyType(
    {
        "unsubmitted": TemplateStatus.NOT_SUBMITTED,
        "received": TemplateStatus.PENDING,
        "pending": TemplateStatus.PENDING,
        "approved": TemplateStatus.APPROVED,
    }
)
"""By Twilio's words; of all others (rejected, paused, disabled) none goes out."""


class Made(NamedTuple):
    name: str
    sid: str


class Approvals:
    """For one command of the operator. Errors raised: `SendFailed`."""

    def __init__(self, account: Account) -> None:
        self._transport, self._client = connect(account)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        await self._transport.close()

    async def made(self) -> list[Made]:
        """Those that are at Twilio."""
        found = await self._contents.list_async(page_size=PAGE_SIZE)
        named = [Made(str(one.friendly_name), str(one.sid)) for one in found]
        return [one for one in named if one.name.startswith(TEMPLATES)]

    async def make(self, name: str, language: str, text: str) -> Made:
        request = self._contents.ContentCreateRequest(
            {"friendly_name": name, "language": language, "types": {"twilio/text": {"body": text}}}
        )
        return Made(name, str((await self._contents.create_async(request)).sid))

    async def ask(self, made: Made) -> TemplateStatus:
        """Hand it in."""
        requests = self._client.content.v1.contents(made.sid).approval_create
        request = requests.ContentApprovalRequest({"name": made.name, "category": CATEGORY})
        return _status((await requests.create_async(request)).status)

    async def status(self, made: Made) -> TemplateStatus:
        fetched = self._client.content.v1.contents(made.sid).approval_fetch()
        about = (await fetched.fetch_async()).whatsapp or {}
        return _status(about.get("status", "unsubmitted"))

    @property
    def _contents(self) -> Any:
        return self._client.content.v1.contents


def _status(word: object) -> TemplateStatus:
    return STATUSES.get(str(word).lower(), TemplateStatus.REJECTED)
