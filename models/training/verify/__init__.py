"""Recipe of the models that check statements against an article.

The rows are true and corrupted statements about open texts, each beside the premise that the
service would compare it with, and statements that language-model assistants wrote.
"""
