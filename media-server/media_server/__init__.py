"""WebRTC server: takes a candidate's camera and microphone by WHIP, cuts speech and samples frames."""
