"""The command line: thin modules that parse arguments, call the house and print."""
