"""The papers of a study visit: drafts of every letter, the pocket book and the calendar, from one record."""
