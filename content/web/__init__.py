"""What pages are made with: addresses, parameters, structured data, feeds, cards, badges.

Settings read `csp`, so nothing is imported here.
"""
