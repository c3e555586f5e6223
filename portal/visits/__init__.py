"""Study visits: from a need to a decision, with every document on the way."""
