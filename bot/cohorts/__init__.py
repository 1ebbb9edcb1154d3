"""The course in groups: a facilitator opens one, people join it by a code."""
