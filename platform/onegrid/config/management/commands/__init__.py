"""Commands that need the whole installation."""
