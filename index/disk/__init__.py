"""The engine for large corpora: tantivy on disk, derived from the store and safe to delete at any time."""

from index.disk.retriever import DiskRetriever

__all__ = ["DiskRetriever"]
