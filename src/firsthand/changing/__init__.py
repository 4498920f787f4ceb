"""Code with one thing changed: a solution, to see whether its cases are thick; a learner's, to find what is wrong in it."""
