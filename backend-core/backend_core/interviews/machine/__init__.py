"""The interview's state machine: a pure, table-driven function of (snapshot, event).

It knows no clock, no database and no queue. `decide` returns the next snapshot and the effects that the runner carries
out. `table.TABLE` names what happens in every cell of states and events.
"""

from backend_core.interviews.machine.decision import Decision
from backend_core.interviews.machine.table import TABLE, decide

__all__ = ["TABLE", "Decision", "decide"]
