"""What was handed in is kept as long as it is needed, then its keys are deleted: nobody can read it any more.

What stays are counts: kind, channel, unit, days, states. A public answer is a text of its own and stays published.
"""
