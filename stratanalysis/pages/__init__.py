"""What each page says: tables, sentences and pictures."""
