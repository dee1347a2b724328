"""Where visitors talk to the bot: each channel turns what its medium sends into a message, and answers into what it shows."""
