"""What step 1 shows: on phones, on the board, at the desk, to readers."""
