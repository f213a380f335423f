"""The commands, one module each: `configure` says what it takes, `run` calls the pipeline and prints."""
