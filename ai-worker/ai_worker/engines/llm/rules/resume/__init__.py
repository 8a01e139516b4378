"""Reading a résumé: headings, entries and facts, from text lines in whatever order the PDF gives them."""
