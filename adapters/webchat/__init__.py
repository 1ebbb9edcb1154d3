"""The web chat: landing page, chat page, JSON API and stream of later messages."""
