"""Tables from data: a table block, or a chart's own data, and a data file in; rows of text ready to be HTML out."""
