"""The assistant of the training centre: knowledge, understanding, answers, channels."""
