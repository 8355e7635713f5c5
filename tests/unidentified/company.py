"""A made-up company with many open RMAs, and parcels whose labels say what labels say."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import timedelta

import sqlalchemy as sa

from models.catalogue import Product
from models.lifecycle import Direction, Owner, ParcelState, PlaceKind, RmaKind, RmaStatus, Stage
from models.numbers import Prefix, draw
from models.orders import Customer, Order
from models.parcels import Parcel
from models.rma import Rma, Unit
from workflow import clock
from workflow.transaction import in_transaction

GOODS = (("Electric kettle", "电热水壶", 1100), ("Steam iron", "蒸汽熨斗", 1400), ("Hair dryer", "吹风机", 700),
         ("Bluetooth headphones", "蓝牙耳机", 260), ("Desk lamp", "台灯", 1900), ("Toaster", "烤面包机", 1600),
         ("Robot vacuum cleaner", "扫地机器人", 4200), ("Coffee grinder", "咖啡研磨机", 950),
         ("Blender", "搅拌机", 3100), ("Wireless mouse", "无线鼠标", 120), ("Keyboard", "键盘", 640),
         ("Air fryer", "空气炸锅", 5200), ("Electric shaver", "电动剃须刀", 310), ("Toy train", "玩具火车", 880),
         ("Drone with camera", "无人机", 1250))
# (written by us, spelled otherwise on a label): how one and the same name comes.
FAMILY = {
    "CN": (("王", "Wang"), ("李", "Li"), ("张", "Zhang"), ("刘", "Liu"), ("陈", "Chen"), ("杨", "Yang"),
           ("黄", "Huang"), ("赵", "Zhao"), ("周", "Zhou"), ("吴", "Wu"), ("徐", "Xu"), ("孙", "Sun")),
    "DE": (("Müller", "Mueller"), ("Schäfer", "Schaefer"), ("Weiß", "Weiss"), ("Jäger", "Jaeger"), ("König", "Koenig"),
           ("Krüger", "Kruger"), ("Schröder", "Schroder"), ("Meier", "Maier"), ("Groß", "Gross"), ("Vogel", "Vogel")),
    "RU": (("Иванов", "Ivanov"), ("Смирнов", "Smirnov"), ("Кузнецов", "Kuznetsov"), ("Попов", "Popov"),
           ("Соколов", "Sokolov"), ("Щукин", "Shchukin"), ("Жуков", "Zhukov"), ("Чернов", "Tschernow")),
    "FR": (("Lefèvre", "Lefevre"), ("Dubois", "DUBOIS"), ("Garçon", "Garcon"), ("Béranger", "Beranger"),
           ("Moreau", "Morreau"), ("Gauthier", "Gautier")),
    "GB": (("Smith", "Smyth"), ("Jones", "JONES"), ("Taylor", "Tailor"), ("Brown", "Browne"), ("Stephens", "Stevens"),
           ("O’Brien", "OBrien")),
    "AE": (("محمد", "Mohammed"), ("حسن", "Hassan"), ("الخطيب", "Al Khatib"), ("سالم", "Salem")),
}
GIVEN = {
    "CN": (("伟", "Wei"), ("芳", "Fang"), ("娜", "Na"), ("敏", "Min"), ("静", "Jing"), ("小明", "Xiaoming"),
           ("国强", "Guoqiang"), ("丽华", "Lihua"), ("建军", "Jianjun"), ("晓丽", "Xiao Li")),
    "DE": (("Jörg", "Joerg"), ("Anna", "Anna"), ("Hans", "H."), ("Jürgen", "Jurgen"), ("Stefan", "Stephan"),
           ("Käthe", "Kathe"), ("Bernd", "Bernd")),
    "RU": (("Пётр", "Petr"), ("Анна", "Anna"), ("Дмитрий", "Dmitri"), ("Юрий", "Yuri"), ("Ольга", "Olga"),
           ("Сергей", "Sergey")),
    "FR": (("François", "Francois"), ("Zoé", "Zoe"), ("Marie", "M."), ("Luc", "Luc"), ("Chloé", "Chloe")),
    "GB": (("John", "Jon"), ("Katherine", "Catherine"), ("Philip", "Phillip"), ("Jane", "J"), ("Ewan", "Ewan")),
    "AE": (("علي", "Ali"), ("فاطمة", "Fatima"), ("يوسف", "Yusuf"), ("مريم", "Mariam")),
}
CARRIERS = ("dhl", "ups", "fedex", "royal_mail", None)


@dataclass(frozen=True)
class Sent:
    """One open RMA and how its parcel may look: the words on its label, its weight in grams, its carrier."""

    rma_id: int
    label: str
    country: str
    postcode: str
    goods: str
    weight_g: int
    carrier: str | None


def build(count: int, *, seed: int = 1) -> list[Sent]:
    """`count` open RMAs, each with one or two units; names are shared as they are among people."""
    chance = random.Random(seed)
    return in_transaction(lambda connection: [_open(connection, chance, number, products)
                                              for products in [_products(connection)] for number in range(count)])


def _products(connection: sa.Connection) -> list[int]:
    return [connection.execute(sa.insert(Product.__table__).values(
        sku=f"M-{number}", name=name, name_zh=name_zh, category="appliance", weight_g=weight, accessories=[],
        product_group="general", price_minor=1000, currency="EUR", warranty_months=24, serialised=False,
        repairable=True, final_sale=False).returning(Product.__table__.c.id)).scalar_one()
        for number, (name, name_zh, weight) in enumerate(GOODS)]


def _open(connection: sa.Connection, chance: random.Random, number: int, products: list[int]) -> Sent:
    country = chance.choice(list(FAMILY))
    family, given = chance.choice(FAMILY[country]), chance.choice(GIVEN[country])
    name = family[0] + given[0] if country == "CN" else f"{given[0]} {family[0]}"
    which = chance.sample(range(len(GOODS)), chance.choice((1, 1, 1, 2)))
    postcode, carrier = f"{chance.randint(10000, 99999)}", chance.choice(CARRIERS)
    when = clock.now() - timedelta(days=chance.randint(1, 40), hours=1)
    rma_id = _rows(connection, number, name, country, postcode, carrier, when, [products[index] for index in which])
    weight = sum(GOODS[index][2] for index in which)
    return Sent(rma_id, _label(chance, family[1], given[1]), country, postcode, _goods(chance, GOODS[which[0]]),
                weight + chance.randint(20, 500), carrier)


def _rows(connection: sa.Connection, number: int, name: str, country: str, postcode: str, carrier: str | None,
          when: object, products: list[int]) -> int:
    def add(model: type, **values: object) -> int:
        table = model.__table__
        return connection.execute(sa.insert(table).values(**values).returning(table.c.id)).scalar_one()

    customer = add(Customer, name=name, language="en", time_zone="UTC", created_at=when)
    order = add(Order, number=f"MADE-{number}", number_key=f"MADE-{number}", channel="shop", market=country,
                customer_id=customer, placed_at=when, currency="EUR", paid_minor=1000, ship_name=name, ship_street="",
                ship_city="", ship_region="", ship_postcode=postcode, ship_country=country)
    rma = add(Rma, number=draw(Prefix.RMA), kind=RmaKind.RETURN, status=RmaStatus.APPROVED, customer_id=customer,
              order_id=order, site_id=1, channel="shop", opened_through="portal", language="en", currency="EUR",
              policy={}, postage_paid_by="seller", created_at=when)
    for product in products:
        add(Unit, rma_id=rma, product_id=product, stage=Stage.EXPECTED, owner=Owner.CUSTOMER, declared=True,
            place_kind=PlaceKind.CUSTOMER, created_at=when, price_minor=1000)
    add(Parcel, number=draw(Prefix.PARCEL), direction=Direction.IN, state=ParcelState.ANNOUNCED, rma_id=rma, site_id=1,
        box_no=1, box_count=1, carrier=carrier, unidentified=False, damaged=False, dangerous=False,
        place_kind=PlaceKind.CUSTOMER, created_at=when)
    return rma


def _label(chance: random.Random, family: str, given: str) -> str:
    """The name as a sender or a counter clerk writes it: other order, capitals, a slip of the pen."""
    name = chance.choice((f"{given} {family}", f"{family} {given}", f"{family}, {given}", f"{family} {given}".upper()))
    if chance.random() < 0.3:
        at = chance.randrange(1, len(name) - 1)
        name = name[:at] + chance.choice((name[at + 1:], name[at] * 2 + name[at + 1:]))
    return name


def _goods(chance: random.Random, goods: tuple[str, str, int]) -> str:
    return chance.choice((goods[0], goods[0].lower(), goods[1], goods[0].split()[-1]))
