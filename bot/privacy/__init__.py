"""Visitors' rights over what they wrote: masked for the staff, found, handed over, deleted, and kept no longer than said."""
