"""The program's entry; worker processes load this module again, so it holds nothing but the way in."""

from typing import NoReturn


def main() -> NoReturn:
    """Run the command line."""
    from renderer.cli import main as run

    run()


if __name__ == "__main__":
    main()
