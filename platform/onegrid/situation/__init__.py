"""Places on one screen: the map of the city, drawn from its tree of divisions or from the customer's own shapes."""
