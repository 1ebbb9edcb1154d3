"""The public pages of live webchats: what is coming, what is on, and what was said."""
