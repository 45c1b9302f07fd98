"""Python scripts: read and judged without running, and run only in worker processes that can reach nothing."""
