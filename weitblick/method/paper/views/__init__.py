"""The pages of this step: phone, board, desk (recommendations, paper) and files."""
