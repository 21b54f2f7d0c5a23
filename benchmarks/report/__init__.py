"""Reports of measurements: stored results, tables, goals and a chart."""
