"""Korean and English text: characters, sentences, words, particles and lexemes.

Everything here works without loading a morphological analyser except `lexemes`, which loads it on first Korean use.
"""
