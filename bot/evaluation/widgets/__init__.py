"""Our widget beside others, embedded as their documentation says, measured in one run and one browser."""
