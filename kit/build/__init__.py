"""The build engine: runs notebooks, remembers what it ran, and writes what is made of them."""
