"""What a process may see, do and use; knows nothing of kernels and courses."""
