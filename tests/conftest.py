"""What holds for all tests, and for the processes that they start."""

import os
import sys

# What Python compiles is kept, also where the environment says otherwise: else each process that the tests start, and there are hundreds,
# compiles all of Sherpa anew.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

# Before numpy is imported: several tests run at once, and more threads in each would only wait for the same processors.
os.environ["OPENBLAS_NUM_THREADS"] = "1"
