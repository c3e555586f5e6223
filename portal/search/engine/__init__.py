"""The engine: a Whoosh index that is scored with arrays. It knows documents, not case studies."""
