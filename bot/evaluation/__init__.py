"""Measure how well messages are read, on messages that no training example was written from, and write it down in docs/."""
