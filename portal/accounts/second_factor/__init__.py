"""What is asked besides the password: the code of a telephone, or a recovery code."""
