"""Towns, districts and postcodes, known on this machine alone."""
