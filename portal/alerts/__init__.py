"""Who is told of what is new: subscriptions and their mail."""
