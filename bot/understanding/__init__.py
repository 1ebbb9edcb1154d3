"""What words of her own ask for: language, need, danger. On this machine alone, kept nowhere."""
