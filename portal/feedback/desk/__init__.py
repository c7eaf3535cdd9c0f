"""The desk of the staff in the admin: one queue, the file of each submission, what can be done with it."""
