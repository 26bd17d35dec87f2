"""Jobs, those who fill them, and the migration that follows: the rules of one year, for one lane.

A job is filled once: by residents of working age who were not employed, then by commuters, as far
as there are any; what is left is unfilled. Those who come for jobs are not employed a second time:
their work is that of the jobs. Plain numbers in and out, so that the year loop compiles them.
"""

from __future__ import annotations

__all__ = ["filled_jobs", "job_change", "job_migrants"]


def filled_jobs(free: float, jobs: float, employed: float) -> float:
    """Jobs that find somebody, or below zero those that people lose, as far as they have any.

    ``max(min(max(free, 0), jobs), −0.999 · employed)``: as with the smallest employment rate, one
    in a thousand keeps a job, so that what follows employment has a base.

    Parameters
    ----------
    free : float
        Persons of working age who are not employed, and commuters.
    jobs : float
        Jobs of projects and investment; below zero where a plant closes.
    employed : float
        Persons employed at the employment rate.

    Examples
    --------
    >>> filled_jobs(22_200.0, 50_000.0, 22_200.0)
    22200.0
    >>> filled_jobs(22_200.0, -1_200.0, 22_200.0), filled_jobs(200.0, -1_200.0, 900.0)
    (-1200.0, -899.1)
    """
    return max(min(max(free, 0.0), jobs), -0.999 * employed)


def job_change(
    own: float, rate: float, first_rate: float, filled: float, first_filled: float
) -> float:
    """Change of local jobs since the base year, over those employed at the base year's rate.

    ``(W·(e − e[0]) + filled − filled[0]) / (W·e[0] + filled[0])``: what migration answers to; zero
    where nobody was employed, and at most ``1/e[0]``, which is everyone of working age.

    Parameters
    ----------
    own : float
        W, persons of working age but for those who came for jobs.
    rate, first_rate : float
        Employment rate e now and in the base year.
    filled, first_filled : float
        Jobs of projects filled now and in the base year.

    Examples
    --------
    >>> round(job_change(60_000.0, 0.5, 0.5, 800.0, 0.0), 4)
    0.0267
    """
    base = own * first_rate + first_filled
    moved = own * (rate - first_rate) + filled - first_filled
    return min(moved / base, 1.0 / first_rate) if base > 0.0 else 0.0


def job_migrants(elasticity: float, change: float, residents: float, came: float) -> float:
    """Persons who move within a year because of jobs.

    ``elasticity · change · (residents − stock) − stock``, with the stock of those who came for
    jobs, or left for want of them: it answers to jobs that come and go alike, and nothing of it is
    left when they are gone. Zero where nothing answers.

    Parameters
    ----------
    elasticity : float
    change : float
        :func:`job_change` of the year that is answered.
    residents, came : float
        Persons; those who came for jobs are among the residents.

    Examples
    --------
    >>> job_migrants(0.3, 0.1, 1000.0, 0.0)
    30.0
    """
    if elasticity > 0.0:
        return elasticity * change * (residents - came) - came
    return 0.0
