"""Results of the check of camera, microphone, speaker and connection before an interview."""
