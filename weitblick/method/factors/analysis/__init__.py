"""From rows to engine inputs, and from results to words."""
