"""The worked example: authored content, performed through the product's own actions."""
