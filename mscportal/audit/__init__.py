"""The quality standard as a report: what can be checked without a browser."""
