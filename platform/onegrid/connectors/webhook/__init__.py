"""POST of JSON to an address of the other side."""
