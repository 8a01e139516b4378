"""The embedded interviewer: deterministic rules over what a text shows, in Korean and English, without a model.

It claims no understanding. Everything it does rests on observable features of a text, which it names beside the result.
"""
