"""Our classifier beside others that learn from the same examples: docs/classifier_comparison.md."""
