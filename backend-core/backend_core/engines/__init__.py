"""The engines that worker processes offer."""
