"""What measures speed and search quality, each by one command, each beside a peer."""
