"""Why an answer is not right: one verdict from what came back, what is asked and what is known."""
