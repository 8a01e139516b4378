"""Problems that a person at the terminal can solve."""


class StartProblem(Exception):
    """Something outside the code keeps the platform from starting; the message is one clear sentence."""


class Problem(Exception):
    """What keeps the checkout from being prepared, as one sentence for the person at the terminal."""
