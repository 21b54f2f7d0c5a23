"""`copydesk models add`: a model folder from a repository of a model hub, or from a local folder."""
