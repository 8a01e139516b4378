"""Questions about a résumé: which facts are worth asking about for this job, and how the question is worded."""
