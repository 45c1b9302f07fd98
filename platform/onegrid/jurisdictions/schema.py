"""How the OpenAPI document describes our ways to sign in."""
