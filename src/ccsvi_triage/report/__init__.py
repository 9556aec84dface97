"""What is to be said, and not yet how it looks."""
