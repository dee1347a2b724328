"""How fast and how large the bot is, beside what `rasa init` sets up, on the same machine in the same run."""
