"""Runs Python scripts of processes in their sandbox; nothing of it leaves the house (ADR 22)."""
