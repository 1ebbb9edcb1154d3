"""Events: what is on near her, registering for it, and what comes from other calendars."""
