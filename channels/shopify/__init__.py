"""Shopify: orders as its REST Admin API and its webhooks write them."""
