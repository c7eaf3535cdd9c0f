"""What templates of feedback use."""
