"""`python -m mlw_build` is the command `mlw-build`."""

import sys

from mlw_build.cli import main

if __name__ == "__main__":
    sys.exit(main())
