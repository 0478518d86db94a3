"""What was seen of a page, judged."""
