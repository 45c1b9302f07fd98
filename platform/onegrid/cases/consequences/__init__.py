"""What a Step of the engine means in rows; one file for each kind of consequence, called by `apply_step` alone."""
