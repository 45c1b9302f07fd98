"""What may be done with notices: one verb a file."""
