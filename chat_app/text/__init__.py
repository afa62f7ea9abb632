"""What people write, as plain functions on strings: no database, no web framework."""
