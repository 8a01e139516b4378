"""What an answer shows: sentences with cues, numbers and named things. Follow-ups and ratings both build on it."""
