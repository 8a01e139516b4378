"""Model engines behind small ports, one folder a capability.

Engines know nothing of pipelines and tasks. A vendor library is imported inside the factory that needs it, so that a
worker loads only what its own engines use.
"""
