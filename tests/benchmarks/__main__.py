"""Run the benchmarks (or those whose goal is named) and print one row each: `python tests/benchmarks [P2 P8]`."""

from __future__ import annotations

import sys

import linting
import reproduction
import sizes
import start_up
import synthesis
import whole_life

GOALS = {
    "P1": synthesis.rows,
    "P2": start_up.rows,
    "P3": linting.rows,
    "P6": sizes.rows,
    "P7": reproduction.rows,
    "P8": whole_life.rows,
}


def main(wanted: list[str]) -> int:
    """Print the table; benchmarks inform and never gate, so the end is always 0 but for a wrong name (2)."""
    unknown = sorted(set(wanted) - GOALS.keys())
    if unknown:
        print(f"no such goal: {', '.join(unknown)}. There are: {', '.join(GOALS)}", file=sys.stderr)
        return 2
    print("| goal | what | ours | beside | ratio | wanted |\n|---|---|---|---|---|---|")
    for goal in wanted or GOALS:
        for row in GOALS[goal]():
            figures = f"{row.ours:.2f} {row.unit} | {row.peer}: {row.theirs:.2f} {row.unit} | {row.ratio:.2f}x"
            print(f"| {row.goal} | {row.what} | {figures} | {row.wanted} |", flush=True)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
