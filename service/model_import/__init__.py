"""`copydesk models add`: a model folder from a repository of a hub, or from a local folder."""
