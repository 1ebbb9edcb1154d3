"""The guide in a terminal."""
