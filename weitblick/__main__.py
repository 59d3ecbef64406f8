"""``python -m weitblick`` is the same as the command ``weitblick``."""

from weitblick.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
