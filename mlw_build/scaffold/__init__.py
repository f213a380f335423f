"""`new`: starts a speaker, a booth, a session, a day or a page, or the whole repository of a conference."""
