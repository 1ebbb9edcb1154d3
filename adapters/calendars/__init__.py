"""Other people's calendars: iCalendar feeds and CSV files, fetched and read with care."""
