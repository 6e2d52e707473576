"""Stage 2: a raw document -> what its page lists, and the telegram in it, free of page furniture.

Layouts are told apart by content, never by name; one module a layout, in `layouts`, and an explicit registry.
Everything that reads the telegram itself belongs to the next stage.
"""

from etl.pages.read import read_pages

__all__ = ["read_pages"]
