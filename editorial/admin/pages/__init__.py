"""Pages of the desk beside the stock lists and forms."""
