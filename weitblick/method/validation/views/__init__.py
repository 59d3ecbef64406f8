"""The pages of this step: phone, board, desk and reader."""
