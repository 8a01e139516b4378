"""Reading PDFs of strangers: `reader` runs in a process of its own with limits; nothing here is imported by tasks."""
