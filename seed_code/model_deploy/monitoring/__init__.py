"""The step that compares captured requests with the training rows. In its job the files lie side by side."""
