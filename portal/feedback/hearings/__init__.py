"""Live hearings: their public pages, how staff keep them, and how their questions go on as inquiries."""
