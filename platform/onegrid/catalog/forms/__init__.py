"""Forms: read the YAML, hold it as frozen data, and know each component type (docs/reference/forms.md)."""
