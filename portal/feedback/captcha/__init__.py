"""Something that a person does easily and a program not: digits to see or hear, a sum, or work of the own computer.

django-simple-captcha keeps the challenges and draws the pictures. What is ours: challenges that nobody can foresee,
that count once even when they come twice at the same moment, that can be heard in Chinese and English, and that are
never asked again for the same text.
"""
