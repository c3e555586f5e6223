"""Search: find, suggest, count; the only room that knows Whoosh."""
