"""Pure Python over SpiffWorkflow: read, normalise, check, compile, run, encode. No Django, IO or clock."""
