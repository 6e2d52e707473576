"""The pure part of cablehouse: raw sources in, frames and files out.

Data flows one way, and so do imports. A stage imports from the stages above it and from the foundation,
never from one below; `tests/unit/test_import_order.py` holds that.

Foundation (imports nothing of `etl` but the foundation):

* `settings`    where raw sources and the warehouse live: arguments, environment, defaults
* `vocabulary`  the closed sets of codes: layout, fidelity, classification, precedence, status, flow
* `schemas`     each table once, and the frames that the stages hand on
* `reference`   the facts under `sql/reference/`, as frames

Stages, in the order that data flows:

1. `land`       files, folders, archives, the CSV dump -> raw documents, in bounded batches
2. `pages`      a raw document -> what its page lists, and the telegram in it
3. `telegrams`  the telegram itself, columnar: identifiers, envelope, caption, paragraphs, signature
4. `reconcile`  many documents -> one cable
5. `figures`    sentences -> arms figures with spans
6. `warehouse`  atomic Parquet tables, the DuckDB file, checks, data dictionary

`pipeline` composes the stages; `dagster_project` wires the composition and adds nothing to it.
"""
