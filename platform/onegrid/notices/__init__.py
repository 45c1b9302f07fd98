"""What a person is told: the in-app inbox; later delivery by connectors."""
