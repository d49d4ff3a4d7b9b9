from crawler.memory import give_back


def test_giving_back_takes_nothing_that_is_used() -> None:
    kept = [bytes(1 << 20) for _ in range(8)]
    give_back()
    assert all(len(each) == 1 << 20 for each in kept)
