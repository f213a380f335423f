"""The model: documents become one frozen `Conference`, with ids resolved and times as instants."""
