"""Goals, and their verdicts."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Goal:
    """A figure, and the most that it may be."""

    what: str
    figure: float
    maximum: float
    form: str = "{:.2f}"

    def holds(self):
        return self.figure <= self.maximum

    def cells(self):
        """The figure, the goal and the verdict, as cells of a table."""
        figure, maximum = self.form.format(self.figure), self.form.format(self.maximum)
        return f"{figure} | {maximum} | {verdict(self.holds())}"


def verdict(holds):
    return "holds" if holds else "**missed**"


def table(goals):
    """All goals in one table: its lines."""
    lines = ["| What | Figure | Goal | |", "|---|--:|--:|---|"]
    return [*lines, *(f"| {goal.what} | {goal.cells()} |" for goal in goals), ""]
