"""Every write of the monitoring, as plain verbs."""
