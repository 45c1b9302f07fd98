"""What may be done to people, posts and units: one verb a file."""
