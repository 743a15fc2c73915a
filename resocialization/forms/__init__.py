"""Forms of the pages about released people. What they check is told at the field."""
