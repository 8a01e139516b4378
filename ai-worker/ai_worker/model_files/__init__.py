"""Files of models: the catalogue, the manifest of what was fetched, and the command that fetches."""
