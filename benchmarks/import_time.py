"""What a program pays for `import dxplan`, and a person for `dxplan --help`, beside an interpreter that does nothing.

python benchmarks/import_time.py
"""

from __future__ import annotations

import argparse
import os
import platform
import statistics
import subprocess
import sys
import time

COMMANDS = {
    "empty interpreter": ["-c", "pass"],
    "`import dxplan`": ["-c", "import dxplan"],
    "`from dxplan import Plan, Task`": ["-c", "from dxplan import Plan, Task"],
    "`dxplan --help`": ["-m", "dxplan", "--help"],
    "`import networkx`, for comparison": ["-c", "import networkx"],
}


def measure(repeats: int) -> dict[str, float]:
    """Return the median time of each command in seconds; they take turns."""
    seconds: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for turn in range(repeats + 1):
        for name, command in COMMANDS.items():
            begin = time.perf_counter()
            subprocess.run([sys.executable, *command], check=True, stdout=subprocess.DEVNULL)
            if turn:  # the first fills the caches of the disk
                seconds[name].append(time.perf_counter() - begin)
    return {name: statistics.median(times) for name, times in seconds.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure the time of imports.")
    parser.add_argument("--repeats", type=int, default=15)
    given = parser.parse_args()
    medians = measure(given.repeats)
    python = f"{platform.python_implementation()} {platform.python_version()}"
    print(f"Median of {given.repeats} runs; {os.cpu_count()} cores ({platform.machine()}), {python}.\n")
    print("| what | median | beyond the interpreter |\n|---|--:|--:|")
    empty = medians["empty interpreter"]
    for name, median in medians.items():
        print(f"| {name} | {median * 1000:.0f} ms | {(median - empty) * 1000:.0f} ms |")


if __name__ == "__main__":
    main()
