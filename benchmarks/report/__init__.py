"""What becomes of measurements: kept results, tables, goals and a chart."""
