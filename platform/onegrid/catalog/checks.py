"""System check."""
