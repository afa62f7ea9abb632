"""The load generator: it knows rates and clocks, and leaves to a driver how a server is spoken to."""
