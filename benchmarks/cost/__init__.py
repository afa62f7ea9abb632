"""Whether a post, a delivery and a read still cost what was recorded: `make cost`."""
