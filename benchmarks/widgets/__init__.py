"""Our widget beside others, embedded as their documentation says, measured in one browser: docs/widget_comparison.md."""
