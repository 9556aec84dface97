"""``python -m ccsvi_triage`` is ``triage``."""

from ccsvi_triage.cli.main import main

main()
