"""Jobs with their competencies, rubrics and question bank."""
