"""Products, the devices that are single known things of a product, and the serials each ever had."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from models.db import AUTOINCREMENT, Base, key, ref


class Product(Base):
    __tablename__ = "product"
    id: Mapped[int] = key()
    sku: Mapped[str] = mapped_column(sa.String(64), unique=True)
    gtin: Mapped[str | None] = mapped_column(sa.String(14), unique=True)
    name: Mapped[str] = mapped_column(sa.String(300))
    name_zh: Mapped[str | None] = mapped_column(sa.String(300))
    category: Mapped[str] = mapped_column(sa.String(40))
    product_group: Mapped[str] = mapped_column(sa.String(40), default="general")
    weight_g: Mapped[int | None]
    price_minor: Mapped[int] = mapped_column(default=0)
    currency: Mapped[str] = mapped_column(sa.String(3), default="GBP")
    warranty_months: Mapped[int] = mapped_column(default=24)
    serialised: Mapped[bool] = mapped_column(default=False)
    repairable: Mapped[bool] = mapped_column(default=False)
    final_sale: Mapped[bool] = mapped_column(default=False)
    hs_code: Mapped[str | None] = mapped_column(sa.String(12))
    battery: Mapped[str | None] = mapped_column(sa.String(16))
    origin_country: Mapped[str | None] = mapped_column(sa.String(2))
    accessories: Mapped[list] = mapped_column(sa.JSON, default=list)


class Device(Base):
    """The thing across trips. At most one open unit points at it."""

    __tablename__ = "device"
    __table_args__ = (AUTOINCREMENT,)
    id: Mapped[int] = key()
    product_id: Mapped[int] = ref("product.id")
    order_line_id: Mapped[int | None] = ref("order_line.id")
    owner_customer_id: Mapped[int | None] = ref("customer.id")
    lot: Mapped[str | None] = mapped_column(sa.String(64))
    warranty_end: Mapped[date | None]


class DeviceSerial(Base):
    """Every serial a device ever had; each still answers when scanned."""

    __tablename__ = "device_serial"
    __table_args__ = (sa.UniqueConstraint("serial", "product_id"), AUTOINCREMENT)
    id: Mapped[int] = key()
    device_id: Mapped[int] = ref("device.id")
    product_id: Mapped[int] = ref("product.id")
    serial: Mapped[str] = mapped_column(sa.String(64))
    current: Mapped[bool] = mapped_column(default=True)
