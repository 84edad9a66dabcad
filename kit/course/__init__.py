"""A course: a folder with notebooks, their exercises, data and a theme."""
