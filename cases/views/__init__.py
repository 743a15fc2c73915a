"""Pages of the cases: thin views, one module for each kind of page."""
