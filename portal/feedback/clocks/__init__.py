"""What is due when: working days, time limits, clocks that run, and what happens when nobody acts."""
