"""The programme board: the programme moved and edited in a browser, its files edited as an editor would."""
