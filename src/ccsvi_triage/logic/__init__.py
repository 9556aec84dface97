"""How conditions and decision tables work, for judging and for checking alike: pure functions on records."""
