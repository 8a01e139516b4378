"""The AI notice and a candidate's consents to its purposes, each given or refused separately (CAND-02)."""
