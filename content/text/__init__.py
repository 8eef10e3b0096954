"""Texts: rich text and its sanitiser, pasted markup, the analyser that words are found by, claims.

Knows no model, so that models can use it. Imported by the names of its modules.
"""
