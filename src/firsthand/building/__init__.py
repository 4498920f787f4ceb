"""What is made of the text: notebooks, tables, pages for teachers, a site; and what is refused before anything runs."""
