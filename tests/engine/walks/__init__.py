"""Random walks: the same model, the same choices, through SpiffWorkflow as it comes and through our engine."""
