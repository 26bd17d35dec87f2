"""Pictures: a computed table in, Axes out."""
