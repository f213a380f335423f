"""`python -m mlw_build` is the command `mlw-build`."""

import sys

from mlw_build.cli import program

if __name__ == "__main__":
    sys.exit(program())
