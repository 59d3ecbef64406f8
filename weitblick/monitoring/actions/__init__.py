"""Every write of the monitoring, as plain verbs, one file a subject."""
