"""Our bot beside other products, measured in one run: no running bot needs it, and nothing of bot/ imports it."""
