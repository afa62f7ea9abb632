"""What one process keeps for itself: database, limits, the bus. Several may need other kinds."""
