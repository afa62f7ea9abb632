"""What the application costs, measured beside servers for the same job: see README.md."""
