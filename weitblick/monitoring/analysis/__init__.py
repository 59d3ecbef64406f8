"""From rows to engine inputs, from results to words."""
