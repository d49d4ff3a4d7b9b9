from datetime import timedelta

from crawler.core.digests.threads import threads
from tests.sample_alerts import NOON, alert, alert_data, edit


def test_what_follows_on_an_alert_is_in_its_thread_oldest_first() -> None:
    (thread,) = threads([edit("al3", minutes=60), edit(), alert()])
    assert thread.id == "al1"
    assert [news.id for news in thread.news] == ["al1", "al2", "al3"]
    assert (thread.first.id, thread.newest.id) == ("al1", "al3")


def test_the_thread_updated_last_comes_first() -> None:
    later = alert("al9", at=NOON + timedelta(minutes=10), data=alert_data(story={"id": "st9"}))
    assert [thread.id for thread in threads([alert(), later])] == ["al9", "al1"]
    assert [thread.id for thread in threads([alert(), later, edit()])] == ["al1", "al9"]


def test_a_follow_up_keeps_its_thread_when_the_first_alert_is_gone() -> None:
    (thread,) = threads([edit()])
    assert thread.id == "al1"
    assert thread.first.id == "al2"
