"""The held-out evaluation: its own phrases, names, functions and relations, none of which training draws."""
