"""Kernels that execute notebooks, prepared ahead where the system can fork."""
