"""The pages of this step: phone, board and desk."""
