"""What the engine in memory promises beyond `tests/contracts/test_retriever.py`."""

import subprocess
import sys

LOADED = "import sys, index.memory; print([name for name in ('numpy', 'rank_bm25', 'tantivy', 'numba') if name in sys.modules])"


def test_importing_it_loads_no_library_until_something_is_searched() -> None:
    printed = subprocess.run([sys.executable, "-c", LOADED], check=True, capture_output=True, text=True).stdout
    assert printed == "[]\n"
