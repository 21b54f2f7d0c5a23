"""Whether summaries and statements are true to their article, as people judged them."""
