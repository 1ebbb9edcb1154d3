"""What lets the world in and out. No adapter imports another; `app.py` alone puts them together."""
