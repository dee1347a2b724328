"""For the centre's staff: what people ask, what was not answered, and the page that shows it and takes their corrections."""
