"""Problems that a person at the terminal can solve."""


class StartProblem(Exception):
    """Something outside the code keeps the platform from starting; the message is one clear sentence."""
