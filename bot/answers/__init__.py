"""What is answered: plain typed Python that knows the knowledge and nothing of Rasa."""
