"""What every part of the verifier says and reads."""
import re

HASH = re.compile("[0-9a-f]{64}")
WHOLE = re.compile("0|[1-9][0-9]{0,14}")


class Untrue(Exception):
    """A line that cannot be true."""

    def __init__(self, file, line, why):
        super().__init__(f"FALSE {file}:{line}: {why}")


class Unreadable(Exception):
    pass


def sized(data):
    if len(data) > 255:
        raise Unreadable("a name in the draw is longer than 255 bytes")
    return bytes([len(data)]) + data
