"""Atomic Parquet tables, the DuckDB file and its views, checks, data dictionary, read-only queries."""
