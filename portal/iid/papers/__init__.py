"""Papers of a reported year: report, note on the result, texts for other reports, book, statements."""
