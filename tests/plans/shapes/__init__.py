"""Invented planning documents of many shapes, with what a careful reader takes from them."""
