"""The store: articles in a database, the truth that the index follows."""
