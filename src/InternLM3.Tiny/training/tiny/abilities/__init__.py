"""One module for each thing the model can do; each has functions that draw one conversation."""
