"""What is right, what is wrong and why: an exercise, its transcript and the verdict."""
