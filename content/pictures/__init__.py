"""The image library: uploads made safe, their copies in several sizes, where the files lie.

Imported by the names of its modules.
"""
