"""The site: an index of the course, a search over the record, and the course live in a browser."""
