"""What can be done to the catalog, one verb a file."""
