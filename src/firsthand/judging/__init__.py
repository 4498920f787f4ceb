"""What is right: an exercise, what an answer does, and the words for it."""
