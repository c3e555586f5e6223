"""Editing case studies in the browser, through the same gate as files."""
