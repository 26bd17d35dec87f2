"""``python -m stratanalysis``."""

import sys

from stratanalysis.cli import main

sys.exit(main())
