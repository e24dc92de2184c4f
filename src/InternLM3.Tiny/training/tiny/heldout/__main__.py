"""Writes the held-out items as compressed JSON lines, or checks that training and evaluation have nothing in common."""
import argparse
import gzip
import io
from pathlib import Path

from ..messages import dumps
from .items import all_items
from .overlap import overlaps


def main():
    parser = argparse.ArgumentParser(prog="python3 -m tiny.heldout", description=__doc__)
    parser.add_argument("--out", type=Path, help="the file to write")
    parser.add_argument("--count", type=int, default=120, help="items of each ability; default 120")
    parser.add_argument("--check", action="store_true", help="say what training and evaluation have in common; fails when there is anything")
    arguments = parser.parse_args()
    if arguments.out:
        packed = io.BytesIO()
        with gzip.GzipFile(fileobj=packed, mode="wb", mtime=0) as file:
            file.write("".join(dumps(item) + "\n" for item in all_items(arguments.count)).encode("utf-8"))
        arguments.out.write_bytes(packed.getvalue())
    if arguments.check:
        common = list(overlaps())
        for kind, text in common:
            print(f"{kind}: {text}")
        print(f"{len(common)} in common")
        raise SystemExit(1 if common else 0)


if __name__ == "__main__":
    main()
