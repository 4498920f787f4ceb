"""Grading: submissions in; a gradebook and a report out."""
