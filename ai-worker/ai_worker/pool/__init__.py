"""What the processes of one worker tell each other: notes in a folder that they share and that ends with the worker."""
