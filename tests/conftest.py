"""What holds for all tests."""

import os
import sys

# What Python compiles is kept, also where the environment says otherwise: else each process that the tests start, and there are hundreds,
# compiles all of Sherpa anew.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False
