"""Flows as tables, one machine per flow, one turn as a pure function."""
