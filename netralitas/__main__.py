"""``python -m netralitas``: the same as the command ``netralitas``."""

from netralitas.cli import main

if __name__ == "__main__":  # a crawl's own process imports this module again
    main(prog_name="netralitas")
