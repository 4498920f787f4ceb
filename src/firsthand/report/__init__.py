"""What a class and a learner read: pages, tables, CSV, JUnit."""
