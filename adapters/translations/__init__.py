"""Texts out to translators and back in, as PO: what Weblate, Poedit and the like open."""
