"""What is received: alerts and digests as mail, webhook, text, feeds and pages.

    Message.data --read_news--> News | Edition --> text   email   feed   report
    Message -------------------------------------> webhook (the data itself, cut to size)

Everything here is a pure function of values: the same message gives the same bytes.
"""
