"""WhatsApp through Twilio: signed webhooks in, the Messages and Content APIs out."""

from adapters.whatsapp.account import Account
from adapters.whatsapp.channel import WhatsApp
from adapters.whatsapp.templates import MemoryTemplateCache, TemplateCache
from adapters.whatsapp.webhook import routes

__all__ = ["Account", "MemoryTemplateCache", "TemplateCache", "WhatsApp", "routes"]
