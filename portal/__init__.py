"""Tiru: the innovation benchmarking and knowledge portal of a local government."""
