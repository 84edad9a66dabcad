"""A document tree to a file: deck, presenter, page, briefing, handout, word."""
