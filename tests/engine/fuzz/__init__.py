"""Random FEEL, DMN and BPMN for the readers: a seeded slice of it in the tests, hours of it in `make soak`."""
