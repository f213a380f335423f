"""Publishing: planned files into the output folder, changed where something changed, complete at every moment."""
