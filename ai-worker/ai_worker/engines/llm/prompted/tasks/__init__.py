"""One file a task: from its request to a prompt and a shape, and from the model's answer to the result."""
