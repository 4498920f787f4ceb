"""Plain text into notebooks, and what is refused as unfair or untrue."""
