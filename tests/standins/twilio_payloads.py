"""What Twilio posts to a webhook, field by field, for the stand-in in `twilio.py`.

Fields: https://www.twilio.com/docs/messaging/guides/webhook-request and
https://www.twilio.com/docs/messaging/guides/track-outbound-message-status
"""

from dataclasses import dataclass

Fields = dict[str, str]


@dataclass(frozen=True, slots=True)
class Sent:
    """A message as the contact sees it: `choices` are (label, id, hint)."""

    sid: str
    to: str
    text: str
    style: str = "text"
    choices: tuple[tuple[str, str, str], ...] = ()
    list_button: str = ""
    media: str = ""
    status_callback: str = ""
    error_code: str = ""


def inbound_fields(account_sid: str, to: str, sid: str, number: str, words: str) -> Fields:
    return {
        "SmsMessageSid": sid,
        "NumMedia": "0",
        "ProfileName": "Her name",
        "MessageType": "text",
        "SmsSid": sid,
        "WaId": number.removeprefix("+"),
        "SmsStatus": "received",
        "Body": words,
        "To": to,
        "NumSegments": "1",
        "ReferralNumMedia": "0",
        "MessageSid": sid,
        "AccountSid": account_sid,
        "From": "whatsapp:" + number,
        "ApiVersion": "2010-04-01",
    }


def press_fields(message: Sent, label: str) -> Fields:
    """What a pressed choice adds to an inbound message."""
    token = next(token for shown, token, _ in message.choices if shown == label)
    pressed = {"MessageType": "interactive", "ListId": token, "ListTitle": label}
    if message.style == "buttons":
        pressed = {"MessageType": "button", "ButtonPayload": token, "ButtonText": label}
    return pressed | {"OriginalRepliedMessageSid": message.sid}


def status_fields(account_sid: str, sender: str, message: Sent, status: str) -> Fields:
    fields = {
        "MessageSid": message.sid,
        "SmsSid": message.sid,
        "MessageStatus": status,
        "SmsStatus": status,
        "AccountSid": account_sid,
        "From": sender,
        "To": message.to,
        "ChannelPrefix": "whatsapp",
        "ApiVersion": "2010-04-01",
    }
    if message.error_code and status in {"failed", "undelivered"}:
        fields["ErrorCode"] = message.error_code
    return fields
