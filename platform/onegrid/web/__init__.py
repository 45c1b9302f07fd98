"""The pages: workspace, case, studio, supervision. People see them; nothing imports them."""
