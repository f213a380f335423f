"""What readers of formats share: bounded reading of sources, cleaning of texts, and the draft that they fill in."""
