"""Design time: processes, decisions and forms as immutable published versions; categories and closing standards."""
