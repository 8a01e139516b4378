"""Language engines: they draft questions, facts, ratings and report texts; pipelines check every draft."""
