"""What can go wrong with a warehouse; every message is one line that a user can act on."""


class WarehouseError(Exception):
    """The warehouse cannot be read or written as asked."""


class TableError(WarehouseError):
    """Rows break the schema of their table: a defect of a stage above."""


class PublishError(WarehouseError):
    """A build cannot be made the current one."""


class BusyError(WarehouseError):
    """Another build is writing the same warehouse."""


class QueryError(WarehouseError):
    """A query cannot be run, or its result cannot be written."""


def one_line(error: BaseException) -> str:
    """The first line of an error's message, blanks squeezed; an `OSError` gives its reason alone."""
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    lines = [line for line in str(error).splitlines() if line.strip()]
    return " ".join(lines[0].split()) if lines else type(error).__name__
