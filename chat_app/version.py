"""The version of this application: here alone; pyproject.toml, REST and the command line read it."""

VERSION = "1.0.0"
