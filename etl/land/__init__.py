"""Land raw sources: files, folders, archives and the CSV dump -> batches of `RawDocuments`.

What a file is, its content says (`formats`), never its name. Nothing is written to disk, nothing raises past
its own document: what cannot be read is landed with a reason.

* `sources`   which files there are, and what each is called
* `limits`    how much a document or an archive may ask for
* `formats`   what a file is, by its first bytes
* `decode`    bytes -> text
* `members`   what an archive hands out; `archives`, `zips`, `sevenzips` do so, as streams
* `dump`      rows of `cables.csv`
* `documents` identities and frames
* `contents`  one file or member, read as what it is
* `landing`   all of them
"""

from etl.land.landing import land, land_sources, sources_to_land
from etl.land.sources import LandingError, Source, survey

__all__ = ["LandingError", "Source", "land", "land_sources", "sources_to_land", "survey"]
