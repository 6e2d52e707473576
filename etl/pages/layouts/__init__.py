"""One module a page layout; each has `matches(page)` and `parse(page)`, and nothing of another layout."""
