"""What is sealed in a submission: written and opened here, and nowhere else. Staff never open it unrecorded."""
