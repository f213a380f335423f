"""From a draft to the files that an editor would have written, merged with those that are there."""
