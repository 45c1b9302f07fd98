"""What people see: pages of a running demo city in Chromium."""
