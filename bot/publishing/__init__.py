"""Releases: what the staff write takes effect whole, checked, in a running bot, and is taken back with one command."""
