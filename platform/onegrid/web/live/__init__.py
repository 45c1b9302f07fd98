"""Live updates: streams that say that something changed, never what; pages then fetch their part again."""
