"""The pages of step 3."""
