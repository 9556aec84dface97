"""Printed numbers recomputed: what cannot be so, what was reproduced, and what nobody can tell."""
