"""From rows of figures to tables, a plot and a document."""
