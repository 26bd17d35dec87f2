"""Documents of any format as located paragraphs, lists and tables."""

from stratanalysis.documents.reading import Document, document_from_text, read_document

__all__ = [
    "Document",
    "document_from_text",
    "read_document",
]
