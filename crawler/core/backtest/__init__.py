"""A topic on the archive before it goes live: what it would have matched, told, missed.

ablation    the topic without each of its conditions, and what finds the articles to look at
judging     which of these an article satisfies
rehearsal   which matches would have been alerts
account     all of it added up
"""
