"""Charts: a YAML block and a data table in; an SVG figure at its printed size, its words and findings out."""
