"""Our widget beside others, embedded as their documentation says, measured in the same browsers: docs/widget_comparison.md."""
