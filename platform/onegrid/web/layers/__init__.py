"""What is laid over a diagram, as the front end draws it: a case's path, a check's findings, cases per node."""
