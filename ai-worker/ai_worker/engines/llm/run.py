"""What one completion of a language model took."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Run:
    """Tokens of the prompt, those of them that were evaluated for it, tokens made, and seconds.

    `first_token_s` is the time from the request to the first token of the answer. A count is 0 where a server does not
    tell it.
    """

    prompt_tokens: int
    evaluated_tokens: int
    made_tokens: int
    first_token_s: float
    total_s: float

    @property
    def tokens_a_second(self) -> float:
        """Return the speed of generation; 0 where there is too little to tell."""
        span = self.total_s - self.first_token_s
        return (self.made_tokens - 1) / span if self.made_tokens > 1 and span > 0 else 0.0
