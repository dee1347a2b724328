"""What those who look after the server see of it: logs and figures, without what visitors wrote."""
