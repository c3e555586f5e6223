"""Evidence: dated, numbered papers with files that prove something about a plan, a KPI or a visit."""
