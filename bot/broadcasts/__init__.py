"""News to many: written by one, agreed to by another, sent to who agreed to it."""
