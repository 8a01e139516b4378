"""`script/bench --models`: engines at their real shapes, with random weights where no real ones are at hand."""
