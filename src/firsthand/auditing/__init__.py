"""What is refused as unfair, thin or too long: exercises, their cases, lessons."""
