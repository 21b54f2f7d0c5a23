"""Jobs: documents that are kept in a store and analysed in the background. No web layer here."""
