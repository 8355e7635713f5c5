"""The processes that work later: `flask worker` and `flask paper`, alone or below `flask serve`.

Each job module has run(stop), which works until the threading.Event `stop` is set. The module is
imported only here, because web processes must never load WeasyPrint.
"""

from __future__ import annotations

import importlib
import threading

from flask import Flask

from commands.process import arguments, begin


def main() -> None:
    """python -m commands.worker_process MODULE --app APP --lifeline FD"""
    options = arguments("module").parse_args()
    stop, app = begin(options)
    work(options.module, app, stop)


def work(module: str, app: Flask, stop: threading.Event) -> None:
    """Run `module` in a context of `app` until `stop`."""
    with app.app_context():
        importlib.import_module(module).run(stop)


if __name__ == "__main__":
    main()
