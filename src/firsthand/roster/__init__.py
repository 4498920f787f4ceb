"""Who is in the class, and the points on their way back into a learning management system."""
