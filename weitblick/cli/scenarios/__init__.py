"""``weitblick scenarios …``: cross-impact analysis of matrix files, without a database."""
