"""Keys of the tasks that read a résumé."""

from uuid import UUID


def extract_key(resume_id: UUID) -> str:
    """Return the key of the task that reads the file's text."""
    return f"resume.extract:{resume_id}"


def structure_key(resume_id: UUID) -> str:
    """Return the key of the task that turns the text into facts."""
    return f"resume.structure:{resume_id}"
