"""Follow-up questions: what an answer leaves open, how its words are cited, how the question is worded."""
