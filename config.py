"""Every setting, one line each, read from the environment or, for secrets, made once in instance/."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path

ROOT = Path(__file__).resolve().parent
PORT = 8000
FEWEST_SCAN_TEXT_DAYS = 30  # what tablets kept without a network may come a week later, and is compared by its text
PHOTO_OF_THE_PACKED = ("off", "optional", "needed")
EXAMPLE_SECRETS = {"change-me", "changeme", "secret", "dev", "development", "your-secret-key"}


class BadSetting(Exception):
    """A setting that would make the product unsafe or useless; the text says what to put right."""


def setting(default: object, meaning: str) -> object:
    return field(default=default, metadata={"meaning": meaning})


@dataclass(frozen=True)
class Config:
    """What an installation may choose. Names are those of the environment, in lower case."""

    host: str = setting("127.0.0.1", "address to listen on; 0.0.0.0 for tablets on the same network")
    port: int = setting(PORT, "port to listen on; 0 takes a free one")
    data_dir: str = setting(str(ROOT / "instance"), "folder of the database, photos, papers and secrets")
    database_url: str = setting("", "postgresql+psycopg://... ; empty is SQLite in DATA_DIR")
    public_url: str = setting("", "address that customers reach; stands in mails, on vouchers and in QR codes; empty "
                                  "is this machine at PORT, which only this machine reaches")
    secret_key: str = setting("", "signs cookies and links; made in DATA_DIR/secret_key when empty")
    smtp_url: str = setting("", "smtp://user:password@host:587; empty keeps letters on the letters page")
    mail_from: str = setting("Backhaul <returns@example.com>", "sender of letters")
    company: str = setting("Harbour & Lane", "the seller's name on pages, letters and paper")
    undo_seconds: int = setting(60, "how long an act can be undone and its letters wait, in seconds")
    retry_scale: float = setting(1.0, "factor on the waits between tries of a letter or label; tests shorten it")
    rate_limits: str = setting("on", "off switches limits off, for load tests on loopback only")
    secure_cookies: str = setting("auto", "on, off, or auto: on when PUBLIC_URL begins with https")
    trusted_proxies: int = setting(0, "how many proxies in front set X-Forwarded-For, counted from us")
    web_processes: int = setting(2, "web processes")
    web_threads: int = setting(8, "threads in each web process")
    lock_seconds: float = setting(4.0, "how long a write waits for its turn before 503, in seconds")
    session_hours: int = setting(14, "a sign-in lasts at most this long, in hours")
    return_window_days: int = setting(30, "default days after delivery in which goods may come back")
    request_expiry_days: int = setting(14, "days an unanswered question may stay open before it expires")
    reminder_days: int = setting(5, "days after which an unanswered question is asked again")
    approval_limit_minor: int = setting(20000, "refunds above this need a second person, in minor units")
    quote_days: int = setting(14, "days a repair quote stays open")
    delivered_after_days: int = setting(10, "days after handover in which a parcel counts as delivered without news")
    scan_text_days: int = setting(400, "days after which the text that a scanner read is emptied; 0 keeps it for ever")
    photo_max_bytes: int = setting(12_000_000, "largest photo taken, in bytes")
    packed_photo: str = setting("optional", "photo of the packed goods before the label: off, optional or needed")
    drop_off_prints: str = setting("", "carriers whose shops print a label from our QR code, by agreement: dhl ups")
    claim_periods: str = setting("", "days in which carriers take a claim, where the table differs: dhl=7 ups=14 *=7")
    repair_warranty_months: int = setting(12, "months of warranty on a repair and its parts, on its voucher; 0: none")
    slip_prices: str = setting("off", "on prints prices on the packing slip that closing a box offers; off hides them")
    battery_phone: str = setting("", "the seller's telephone number, for customs papers and the battery mark")
    printer_hosts: str = setting("", "label printers in the network that may be printed to: 10.0.8.5 10.0.9.0/24 "
                                     "zebra.lan:9101; empty leaves printing to the browser")
    checker_may_be_repairer: str = setting("off", "on lets the repairer check the own work")

    @property
    def folder(self) -> Path:
        return Path(self.data_dir)

    @property
    def database(self) -> str:
        return self.database_url or f"sqlite:///{self.folder.resolve() / 'backhaul.db'}"

    @property
    def is_sqlite(self) -> bool:
        return self.database.startswith("sqlite")

    @property
    def cookies_secure(self) -> bool:
        return self.secure_cookies == "on" or (self.secure_cookies == "auto" and self.public_url.startswith("https"))


def load(environ: Mapping[str, str] | None = None, **given: object) -> Config:
    """The settings of this installation.

    Raises:
        BadSetting: a number that is none or cannot be meant, or a secret that anybody could guess.
    """
    environ = os.environ if environ is None else environ
    values = {f.name: _typed(f.name, environ[f.name.upper()], type(f.default))
              for f in fields(Config) if environ.get(f.name.upper(), "") != ""}
    config = Config(**{**values, **given})
    config = replace(config, public_url=config.public_url.rstrip("/") or _own_address(config))
    if config.scan_text_days and config.scan_text_days < FEWEST_SCAN_TEXT_DAYS:
        raise BadSetting(f"SCAN_TEXT_DAYS is “{config.scan_text_days}”; put {FEWEST_SCAN_TEXT_DAYS} or more there, or "
                         "0 to keep what scanners read for ever.")
    if config.packed_photo not in PHOTO_OF_THE_PACKED:
        raise BadSetting(f"PACKED_PHOTO is “{config.packed_photo}”; put off, optional or needed there.")
    config.folder.mkdir(parents=True, exist_ok=True)
    return config if config.secret_key and _fit(config.secret_key) else _with_own_secret(config)


def _own_address(config: Config) -> str:
    """Where this machine is reached if nobody has said how; with PORT=0, which takes a free one, only as a guess."""
    anywhere = config.host in ("", "0.0.0.0", "::", "localhost")  # noqa: S104 (read, not bound)
    host = "127.0.0.1" if anywhere else f"[{config.host}]" if ":" in config.host else config.host
    return f"http://{host}:{config.port or PORT}"


def _typed(name: str, text: str, kind: type) -> object:
    try:
        return kind(text)
    except ValueError:
        raise BadSetting(f"{name.upper()} is “{text}”; put a number there.") from None


def _fit(secret: str) -> bool:
    if len(secret) < 32 or secret.lower() in EXAMPLE_SECRETS or len(set(secret)) < 8:
        raise BadSetting("SECRET_KEY is too short or an example; put 32 or more random characters, or leave it empty.")
    return True


def _with_own_secret(config: Config) -> Config:
    path = config.folder / "secret_key"
    try:
        with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(48))
    except FileExistsError:
        pass
    secret = path.read_text().strip()
    _fit(secret)
    return replace(config, secret_key=secret)
