"""A text as it is handed to a voice: sentence by sentence, without marks that would be spelled out."""

from ai_worker.language.scripts import visible
from ai_worker.language.sentences import Span, split_clauses, split_sentences
from interview_contracts.vocabulary import Language

_UNSPOKEN = str.maketrans(dict.fromkeys("[](){}<>*_#`|~^", " "))


def spoken_sentences(text: str, language: Language) -> list[str]:
    """Return the sentences to speak, in order; none without a letter or a digit."""
    spans = split_sentences(text, language)
    clean = (visible(span.text.translate(_UNSPOKEN)) for span in spans)
    return [sentence for sentence in clean if any(sign.isalnum() for sign in sentence)]


def breaths(sentence: str, language: Language, longest: int) -> list[str]:
    """Cut a sentence into stretches of at most `longest` code points: between clauses, else between words.

    A word that is longer than that is cut as well.
    """
    if len(sentence) <= longest:
        return [sentence]
    clauses = split_clauses(Span(sentence, 0, len(sentence)), language)
    words = [word for clause in clauses for word in _no_longer(clause.text, longest)]
    return _packed(words, longest)


def _no_longer(clause: str, longest: int) -> list[str]:
    if len(clause) <= longest:
        return [clause]
    parts = [word[at : at + longest] for word in clause.split() for at in range(0, len(word), longest)]
    return _packed(parts, longest)


def _packed(parts: list[str], longest: int) -> list[str]:
    """Join neighbours by single spaces as long as they fit."""
    lines: list[str] = []
    for part in parts:
        if lines and len(lines[-1]) + 1 + len(part) <= longest:
            lines[-1] += f" {part}"
        else:
            lines.append(part)
    return lines
