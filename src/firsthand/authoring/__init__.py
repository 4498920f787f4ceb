"""What an author may write: the text of lessons, where it stands, what a course has to grade."""
