"""What people decide: the outcome of an application and human ratings."""
