"""The columns of our CSV files, once: the reader, the page, the file to fill and the test of the docs ask here."""

from __future__ import annotations

from workflow.importing.values import Column
from workflow.sentences import say

CHANNEL = Column("channel", "shop", say("Where it was sold: shop, ebay, amazon, shopify ... Empty is shop."))
MOMENT = say("2026-11-20, or with a time: 2026-11-20T14:05+01:00. Without a zone it is UTC.")

ORDERS = (
    Column("order_number", "SO-2026-00017", say("The shop's number. Rows with the same number and channel are one "
                                                "order, one row per line."), required=True),
    CHANNEL,
    Column("market", "DE", say("Country whose rules apply, two letters. Empty is ship_country.")),
    Column("placed_at", "2026-11-20T14:05+01:00", MOMENT, required=True),
    Column("shipped_at", "2026-11-21", MOMENT),
    Column("delivered_at", "2026-11-24", MOMENT),
    Column("currency", "EUR", say("Three letters."), required=True),
    Column("paid", "47.11", say("All that was paid for the order, postage included, with a point. Yen have no "
                                "decimals."), required=True),
    Column("customer_name", "Jürgen Großmann", say("Who ordered."), required=True),
    Column("email", "juergen@example.net", say("Customers with the same address are one.")),
    Column("phone", "+49 30 23125 417", say("With the country's code.")),
    Column("language", "de", say("en, zh, de, fr, es or ar. Empty is en.")),
    Column("time_zone", "Europe/Berlin", say("Empty is UTC.")),
    Column("ship_name", "Jürgen Großmann", say("Empty is customer_name.")),
    Column("ship_street", "Mühlenstraße 12", say("Street and number.")),
    Column("ship_city", "Göttingen", say("Town.")),
    Column("ship_region", "", say("State or province, where addresses have one.")),
    Column("ship_postcode", "37073", say("As text: a spreadsheet drops zeros in front.")),
    Column("ship_country", "DE", say("Two letters."), required=True),
    Column("carrier", "dhl", say("dhl, ups, china_post ...")),
    Column("tracking", "00340434200000004170", say("Tracking number of the way out; several with a space between. "
                                                   "As text.")),
    Column("line_no", "1", say("Number of the line. Empty: lines are told apart by their product.")),
    Column("sku", "KETT-01", say("The product."), required=True),
    Column("product_name", "Electric kettle 1.7 l", say("Lets an unknown SKU become a product.")),
    Column("quantity", "1", say("Whole number above 0."), required=True),
    Column("unit_price", "36.85", say("What one piece cost the customer."), required=True),
    Column("serials", "KE-0000171", say("Serial numbers sold on this line, with a space between.")),
)
PRODUCTS = (
    Column("sku", "KETT-01", say("Our number for it."), required=True),
    Column("name", "Electric kettle 1.7 l", say("What customers call it. Needed for a new product.")),
    Column("name_zh", "电热水壶", say("The same in Chinese, for the floor.")),
    Column("gtin", "2000000000015", say("EAN or UPC, 8, 12, 13 or 14 digits with the right check digit. As text.")),
    Column("category", "small_kitchen_appliance", say("Chooses the questions at inspection. Empty is general.")),
    Column("product_group", "general", say("Chooses policy and warranty terms.")),
    Column("weight_g", "1250", say("Grams.")),
    Column("price", "40.94", say("Usual price.")),
    Column("currency", "GBP", say("Currency of the price. Needed with a price.")),
    Column("warranty_months", "24", say("Whole months.")),
    Column("serialised", "yes", say("yes or no: each piece has a serial number.")),
    Column("repairable", "yes", say("yes or no.")),
    Column("final_sale", "no", say("yes or no: outside returns where the law allows that.")),
    Column("hs_code", "851679", say("Customs code. As text.")),
    Column("origin_country", "CN", say("Two letters.")),
    Column("battery", "none", say("Lithium battery: none, ion_in (in the item), ion_with (beside it), ion_alone, and "
                                  "the same with metal. Empty: not known.")),
    Column("accessories", "base, manual", say("What belongs in the box, with a comma between.")),
)
SERIALS = (
    Column("serial", "KE-0000171", say("As text."), required=True),
    Column("sku", "KETT-01", say("The product, which must be known."), required=True),
    CHANNEL,
    Column("order_number", "SO-2026-00017", say("The order it was sold on, if known.")),
    Column("line_no", "1", say("The line of that order. Empty: the first with this product.")),
    Column("lot", "L2026-07", say("Lot or batch.")),
    Column("warranty_end", "2028-11-24", say("Empty: delivery plus the product's warranty months.")),
)
