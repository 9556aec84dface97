"""Evidence appraisal as code."""

__version__ = "0.1.0"


def version() -> str:
    """Give the tool's version, as every report carries it."""
    return __version__
