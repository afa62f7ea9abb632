"""How each kind of server is spoken to, and how its database is filled."""
