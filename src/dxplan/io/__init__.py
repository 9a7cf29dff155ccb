"""Plan files: one shape, in TOML and in JSON."""
