"""Rating an answer: features graded from its sentences, a level from a published table, quotes that show them."""
