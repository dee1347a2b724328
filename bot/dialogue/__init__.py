"""What a message means in its conversation: candidates, ranked; the state they change. Nothing here knows Rasa or reads text."""
