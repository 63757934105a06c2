"""`python -m scopelint`: the same commands without the script."""

from scopelint.cli import main

main(prog_name="scopelint")
