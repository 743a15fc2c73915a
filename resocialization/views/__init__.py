"""Pages about released people: thin views, one module for each kind of page."""
