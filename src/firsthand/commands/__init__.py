"""What a person types: learners, teachers and authors."""
