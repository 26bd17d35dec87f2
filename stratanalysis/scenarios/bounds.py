"""Values of drivers against their bounds."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from stratanalysis.findings import Finding, Severity, Source
from stratanalysis.scenarios.drivers import STATED_DRIVERS, WHOLE

__all__ = ["bounds_findings"]


def bounds_findings(key: str, values: npt.NDArray[np.float64], source: Source) -> list[Finding]:
    """Problems of one driver: outside the bounds, or parts where only wholes make sense."""
    entry = STATED_DRIVERS[key]
    if key in WHOLE and (values != np.round(values)).any():
        why = "{driver} must be a whole number, not {value}"
        value = f"{values[values != np.round(values)][0]:g}"
        return [Finding("whole", Severity.ERROR, source, why, {"driver": key, "value": value})]
    low, high = float(values.min()), float(values.max())
    if entry.minimum <= low and high <= entry.maximum:
        return []
    worst = low if low < entry.minimum else high
    why = (
        "{driver} reaches {value}; it must stay between {minimum} and {maximum} "
        "({unit}; write 5 percent as 0.05)"
    )
    fields = {
        "driver": key,
        "value": f"{worst:g}",
        "minimum": f"{entry.minimum:g}",
        "maximum": f"{entry.maximum:g}",
        "unit": entry.unit,
    }
    return [Finding("outside-bounds", Severity.ERROR, source, why, fields)]
