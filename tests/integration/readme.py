"""README's console blocks: read by its test, and written anew from a build of the sample by `make docs`."""

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
README = ROOT / "README.md"
SAMPLE = ROOT / "warehouse" / "raw" / "sample"
COMMAND = Path(sys.executable).with_name("cablehouse")
BLOCK = re.compile(r"```console\n(.*?)```", re.DOTALL)


def sessions(block: str) -> list[tuple[str, str]]:
    """The commands of a block, each with the output below it."""
    parts = re.split(r"^\$ (.*)\n", block, flags=re.MULTILINE)[1:]
    return list(zip(parts[::2], parts[1::2], strict=True))


def blocks() -> list[list[tuple[str, str]]]:
    """The commands and outputs of each console block: the first screen, then the queries."""
    return [sessions(block) for block in BLOCK.findall(README.read_text())]


def output(command: str, warehouse: Path) -> str:
    """What a `cablehouse` command of README prints on stdout, trailing blanks cut."""
    done = subprocess.run(
        f"{COMMAND}{command.removeprefix('cablehouse')} --warehouse {warehouse}",
        shell=True,
        env={**os.environ, "COLUMNS": "100"},
        capture_output=True,
        text=True,
        check=True,
    )
    return "\n".join(line.rstrip() for line in done.stdout.strip("\n").splitlines()) + "\n"


def main() -> None:
    """Build the sample, and put what is printed in the place of what README shows."""
    text = README.read_text()
    with tempfile.TemporaryDirectory() as folder:
        warehouse = Path(folder) / "warehouse"
        built = output(f"cablehouse build --raw {SAMPLE}", warehouse).replace(str(warehouse), "warehouse")
        first, queries = blocks()
        shown = [(dict(first)["make warehouse"], built)]
        shown += [(old, output(command, warehouse)) for command, old in queries]
    for old, new in shown:
        text = text.replace(old, new)
    README.write_text(text)


if __name__ == "__main__":
    main()
