"""The company of the person who is logged in."""
