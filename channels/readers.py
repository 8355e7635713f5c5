"""Every kind of file that some channel reads."""

from __future__ import annotations

from channels.csv import columns, orders, products, serials
from channels.shopify import orders as shopify
from workflow.importing.values import FileKind
from workflow.sentences import say

FILE_KINDS = {
    "orders": FileKind(say("Orders, with lines, customers and tracking numbers (CSV)"), "orders", orders.read,
                       columns.ORDERS),
    "products": FileKind(say("Products (CSV)"), "products", products.read, columns.PRODUCTS),
    "serials": FileKind(say("Serial numbers (CSV)"), "serials", serials.read, columns.SERIALS),
    "shopify": FileKind(say("Orders from Shopify (JSON)"), "orders", shopify.read, ending="json"),
}
