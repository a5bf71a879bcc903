"""Charts: an Outlook in, a plain figure dict and the table of what it draws out. No callbacks."""
