"""feeds.yaml: strict reading with a place and a way out for every error, and its documentation."""
