"""One web process below `flask serve`: python -m commands.web_process --app APP --listen FD --lifeline FD."""

from __future__ import annotations

import logging
import socket

import config
from commands.process import DRAIN_SECONDS, arguments, begin
from commands.waitress_server import make_server


def main() -> None:
    parser = arguments()
    parser.add_argument("--listen", type=int, required=True, help="file number of the listening socket")
    options = parser.parse_args()
    stop, app = begin(options)
    settings = config.load()
    server = make_server(app, socket.socket(fileno=options.listen), threads=settings.web_threads,
                         behind_proxy=settings.trusted_proxies > 0)
    if cut := server.run_until(stop, drain_seconds=DRAIN_SECONDS):
        logging.getLogger("waitress").warning("%d requests cut off after %.0f s", cut, DRAIN_SECONDS)


if __name__ == "__main__":
    main()
