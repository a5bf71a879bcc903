"""The top floor: pages that read the URL, call analytics and draw."""
