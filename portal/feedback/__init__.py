"""What citizens say: tips and inquiries, from the form to the published answer."""
