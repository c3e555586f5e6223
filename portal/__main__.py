"""`python -m portal` is the command `portal`."""

from portal.command import main

main()
