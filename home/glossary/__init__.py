"""The words of the field in Chinese and English: /glossary/."""
