"""Who may act for which area: divisions, command centres and departments, people and their posts, one policy."""
