"""Some days of a living city for whoever tries the demo: fixtures/demo_cases.yaml, played by the services."""
