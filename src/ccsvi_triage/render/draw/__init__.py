"""Charts as drawings: one module a kind of chart, on paper of our own."""
