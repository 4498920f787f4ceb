"""A warm, sandboxed Jupyter kernel; knows nothing of courses."""
