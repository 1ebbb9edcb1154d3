"""What is on, for everybody: the public pages and the calendars that can be subscribed to."""
