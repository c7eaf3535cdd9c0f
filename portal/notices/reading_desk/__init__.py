"""The reading desk: an editor looks over what the reader found in a notice, and saves it as drafts of cases."""
