"""A real Chromium does what people do, against a real server with invented people."""
