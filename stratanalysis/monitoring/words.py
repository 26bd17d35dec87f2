"""English words for the codes of the monitoring tables; the catalogues translate them."""

from __future__ import annotations

__all__ = [
    "DIRECTION_WORDS",
    "READINESS_WORDS",
    "REASON_WORDS",
    "STATUS_WORDS",
    "TARGET_WORDS",
    "TASK_WORDS",
    "VERDICT_WORDS",
]

STATUS_WORDS = {
    "beyond_target": "beyond the target",
    "reached": "reached",
    "under_way": "on the way",
    "no_progress": "no progress",
    "below_base": "worse than the base",
    "not_computable": "not computable",
    "not_applicable": "not applicable",
}
REASON_WORDS = {
    "no direction": "no direction is stated",
    "no base": "no base value",
    "no target": "no target value",
    "no fact": "no actual value",
    "no range": "no range is stated",
    "empty range": "the range is empty",
    "target equals base": "the target equals the base",
    "target contradicts direction": "the target contradicts the direction",
    "nothing due yet": "nothing is due yet",
    "year before base": "the year lies before the base year",
    "not applicable": "not applicable",
}
TASK_WORDS = {
    "done": "fulfilled",
    "under_way": "being carried out",
    "partly": "fulfilled in part",
    "not_done": "not fulfilled",
    "not_started": "not begun",
    "not_reported": "not reported",
}
TARGET_WORDS = {
    "amended": "amended plan",
    "plan": "plan of the year",
    "target": "final target",
    "linear": "straight path to the target",
    "compound": "path of even growth",
    "step": "nothing before the target year",
}
DIRECTION_WORDS = {
    "increase": "is to rise",
    "decrease": "is to fall",
    "keep_within": "is to stay within",
}
VERDICT_WORDS = {
    "money without result": "money without a result",
    "result without money": "a result without money",
    "fits": "money and result fit",
    "unknown": "not reported",
}
READINESS_WORDS = {
    "indicator unit": "Units of the indicators",
    "indicator direction": "Which way each indicator is better",
    "indicator base_value": "Base values",
    "indicator base_year": "Years of the base values",
    "indicator target_value": "Target values or ranges",
    "indicator target_year": "Years of the targets",
    "indicator weight": "Weights",
    "indicator responsible": "Responsible units",
    "facts of the year": "Actual values of the year",
    "task status": "Status of the tasks",
    "task reason": "Reasons of unfulfilled tasks",
    "task proposal": "Proposals for unfulfilled tasks",
    "goal of the measure": "Measures tied to a task",
    "executed money": "Executed money of the measures",
}
