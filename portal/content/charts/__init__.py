"""Charts as SVG, drawn on the server: bars, stacked bars, lines. Always shown beside the table of their numbers."""
