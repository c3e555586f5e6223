"""Taking files in: what each row is, what it would change, and how a batch is undone."""
