"""The table: what was measured, ours, theirs, and by how much ours is better."""

from dataclasses import dataclass

HEADER = ("", "Rust", "Python", "ratio")


@dataclass
class Row:
    what: str
    unit: str
    ours: float
    theirs: float

    def cells(self):
        return (
            self.what,
            f"{self.ours:.2f} {self.unit}",
            f"{self.theirs:.2f} {self.unit}",
            f"{self.theirs / self.ours:.1f}x",
        )


def table(rows):
    """In Markdown, aligned, so that it reads well in a terminal, too."""
    lines = [HEADER, *(row.cells() for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(HEADER))]
    lines.insert(1, ("-" * widths[0], *("-" * (width - 1) + ":" for width in widths[1:])))
    return "\n".join(f"| {' | '.join(align(line, widths))} |" for line in lines)


def align(line, widths):
    return [line[0].ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(line[1:], widths[1:], strict=True))]
