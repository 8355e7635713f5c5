"""Policy as a list of small rules, a file each, each with its own sentence."""
