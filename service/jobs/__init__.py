"""Jobs: many documents, kept in a store and worked on beside what callers wait for. No web here."""
