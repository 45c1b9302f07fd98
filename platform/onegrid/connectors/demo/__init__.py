"""A stand-in for a system outside: it writes to the log and nowhere else."""
