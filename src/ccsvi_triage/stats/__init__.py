"""Numbers in, numbers out: the arithmetic of appraisal, each function with its unit, range, errors and source."""
