"""One web process below `flask serve`."""

from __future__ import annotations

import logging
import socket

from flask import Flask

import config
from commands.lifeline import listen_for_stop
from commands.process import CHILD_SECONDS, DRAIN_SECONDS
from commands.sharing_out import OpenConnections
from commands.waitress_server import make_server


def serve_web(app: Flask, listener: socket.socket, connections: OpenConnections, place: int, lifeline: int) -> None:
    """Answer what comes in at `listener` until told to stop or until `lifeline` closes.

    Args:
        connections: those of all web processes, of which this is number `place`.
    """
    stop = listen_for_stop(lifeline=lifeline, hard_seconds=CHILD_SECONDS)
    settings = config.load()
    server = make_server(app, listener, threads=settings.web_threads, behind_proxy=settings.trusted_proxies > 0,
                         connections=connections, place=place)
    if cut := server.run_until(stop, drain_seconds=DRAIN_SECONDS):
        logging.getLogger("waitress").warning("%d requests cut off after %.0f s", cut, DRAIN_SECONDS)
