"""How readers begin to follow, confirm, change and stop: pages that need neither an account nor JavaScript."""
