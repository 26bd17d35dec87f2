"""Pictures: a computed table in, Axes out.

Every function is called ``plot_x(data, *, ax=None, language=None)`` and returns the Axes; the
description in words travels with them (:func:`description_of`).
"""

from stratanalysis.plots.amounts import plot_amounts, plot_observed
from stratanalysis.plots.budget import plot_affordability, plot_places, plot_revenue, plot_shocks
from stratanalysis.plots.comparison import plot_decomposition, small_multiples
from stratanalysis.plots.indicators import plot_themes
from stratanalysis.plots.monitoring import plot_execution, plot_goal_degrees
from stratanalysis.plots.peers import plot_peers
from stratanalysis.plots.population import plot_bands, plot_components, plot_pyramid
from stratanalysis.plots.scenarios import plot_trajectories
from stratanalysis.plots.style import description_of, new_figure
from stratanalysis.plots.uncertainty import plot_fan, plot_tornado

__all__ = [
    "description_of",
    "new_figure",
    "plot_affordability",
    "plot_amounts",
    "plot_bands",
    "plot_components",
    "plot_decomposition",
    "plot_execution",
    "plot_fan",
    "plot_goal_degrees",
    "plot_observed",
    "plot_peers",
    "plot_places",
    "plot_pyramid",
    "plot_revenue",
    "plot_shocks",
    "small_multiples",
    "plot_themes",
    "plot_tornado",
    "plot_trajectories",
]
