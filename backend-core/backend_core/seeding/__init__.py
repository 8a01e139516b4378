"""Demo data: a company, its jobs and its logins, read from YAML files."""
