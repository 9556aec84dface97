"""What is wrong with records that could be read: each check finds problems, and none of them judges a study."""
