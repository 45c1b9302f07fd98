"""The studio: processes, forms and tables as they run, what a designer keeps unpublished, checks, publishing."""
