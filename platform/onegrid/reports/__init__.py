"""Figures of casework: what is counted, for whom, and the cases behind each count."""
