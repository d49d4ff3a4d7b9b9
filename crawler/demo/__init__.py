"""`wirewatch demo`: a news site, a mail sink and a webhook sink on loopback, and the watch over them."""
