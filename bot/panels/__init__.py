"""Live webchats: many ask in private, a panel answers, and everybody who wants to know hears it."""
