"""OneGrid: the platform on which a city runs its casework."""
