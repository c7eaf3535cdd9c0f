"""What the public sees of feedback: answered inquiries, how units answer, and of tips only counts."""
