"""The file that holds every score, and who stands where."""
