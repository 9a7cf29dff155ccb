"""``python -m dxplan`` is the command line."""

from dxplan.cli import main

main()
