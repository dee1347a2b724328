"""Reading a message: spelling, certificates, situation, intents, questions; and the Rasa components that hold them."""
