"""Pages of the monitoring: what the numbers mean for a process."""
