"""Hearthline without the world: no HTTP, no SQL, no clock of its own, no environment."""
