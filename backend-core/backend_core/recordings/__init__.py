"""Playback of recorded answers by links that expire."""
