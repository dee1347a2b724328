"""The website's channel: an HTTP interface for the widget, described in openapi.yml, and the pages served beside it."""
