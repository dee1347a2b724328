"""Tunes the sentence encoder (`make encoder`): rarely needed, and in an environment of its own, since it takes torch."""
