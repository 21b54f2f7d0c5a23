"""The supply chain of the service: known vulnerabilities, the bill of materials, releases."""
