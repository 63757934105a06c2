"""One module for each command that is loaded only when it is called; each has `command`."""
