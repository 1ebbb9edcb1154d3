"""What goes out by itself, to those who agreed to it: reminders, and news to many."""
