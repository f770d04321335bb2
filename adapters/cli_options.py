"""What the commands share: what they come back with, and the option that all have."""

from collections.abc import Callable
from typing import Annotated

import typer

#: What a command comes back with: does the work and gives the exit status.
Job = Callable[[], int]

Json = Annotated[bool, typer.Option("--json", help="Print JSON, one object a line.")]
