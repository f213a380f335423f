"""What a build need not make again: the items of the plan, and the fingerprints of what each is made from."""
