"""Telegram as a channel: `channel.Telegram` out, `webhook.routes` or `polling.poll` in."""
