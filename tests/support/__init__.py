"""What tests of several categories share."""
