"""``weitblick scenarios convert``: a matrix from one file format to another."""

from argparse import Namespace
from pathlib import Path

from weitblick.cli.console import print_json, say
from weitblick.cli.refusal import Refused
from weitblick.engines.scenariofiles import read_matrix, write_matrix


def convert(arguments: Namespace) -> int:
    """Write the matrix, read it back and say whether anything was lost."""
    source, out = Path(arguments.file), Path(arguments.out)
    matrix = read_matrix(source)
    if out.exists() and not arguments.force:
        raise Refused(f"{out} is there already; --force replaces it.")
    write_matrix(matrix, out)
    same = read_matrix(out) == matrix
    left_out = bool(matrix.extras) and out.suffix.lower() != ".scw"
    if arguments.json:
        print_json({"out": str(out), "descriptors": len(matrix.counts),
                    "states": matrix.state_total, "identical": same,
                    "remarks_left_out": left_out})
        return 0
    say(f"{out}: {len(matrix.counts)} descriptors, {matrix.state_total} states")
    say("read back: names and judgements are identical" if same
        else f"read back: NOT identical; {out.suffix} cannot hold all names as they are")
    if left_out:
        say(f"texts, short names and colours of {source.name} have no place in {out.suffix}")
    return 0
