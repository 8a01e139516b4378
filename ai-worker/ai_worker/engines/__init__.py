"""Model engines behind small ports, one folder a capability.

Engines know nothing of pipelines and tasks. A vendor library is imported inside the factory that needs it, so that a
worker loads only what its own engines use.
"""

import os

# ONNX Runtime reports to its maker what models run where, unless this stands before the library is loaded.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"
