"""The shipped processes: drawn well, checked, and walking as their examples state."""
