"""What a decision asks the archive: copies by their hashes, stories by their terms, how common words are."""

import pytest

from crawler.model.article import ArticleId
from crawler.model.filing import Archive, Copy, Draft, Filing, New, Revised
from crawler.model.story import Overlap
from storage.protocol import Store
from tests.storage.given import (
    HOUR,
    NOON,
    SECOND,
    Given,
    change,
    draft,
    fingerprint,
    new_article,
)


async def test_the_revised_text_is_what_copies_are_looked_for_in(
    store: Store, given: Given
) -> None:
    lease, (one, two, three, _) = given
    old, new = "a b c d e f g h i j k l", "m n o p q r s t u v w x"
    (first,) = await store.file(lease, [draft(one, old)], new_article, NOON)
    found: list[tuple[Overlap, ...]] = []

    def revise(of: Draft, archive: Archive) -> Filing:
        return Filing(verdict=Revised(article_id=first.article_id), story=None)

    def look(of: Draft, archive: Archive) -> Filing:
        found.extend(
            archive.overlaps(fingerprint(text).sketch, "en", NOON - HOUR, 2) for text in (old, new)
        )
        return new_article(of, archive)

    await store.file(lease, [draft(two, new)], revise, NOON)
    await store.file(lease, [draft(three)], look, NOON)
    assert found[0] == ()
    assert [(each.article_id, each.common, each.size) for each in found[1]] == [
        (first.article_id, 10, 10)
    ]


async def test_clusters_share_a_term_and_a_moment(store: Store, given: Given) -> None:
    lease, (one, two, three, _) = given
    seen: list[list[str]] = []

    def decide(of: Draft, archive: Archive) -> Filing:
        for terms, language, since in (
            (["treaty"], "en", NOON),
            (["treaty"], None, NOON),
            (["treaty"], "ru", NOON),
            (["football"], None, NOON),
            (["treaty"], None, NOON + SECOND),
            (["pact", "treaty"], None, NOON),
        ):
            seen.append([c.story_id for c in archive.clusters(terms, language, since)])
        return new_article(of, archive)

    def open_one(of: Draft, archive: Archive) -> Filing:
        return Filing(verdict=New(), story=change("s", of, newest_at=NOON))

    def grow(of: Draft, archive: Archive) -> Filing:
        grown = change(
            "s", of, opened=False, newest_at=NOON - HOUR, centroid={"treaty": 0.5, "pact": 2.0}
        )
        return Filing(verdict=New(), story=grown)

    await store.file(lease, [draft(one, "treaty signed")], open_one, NOON)
    await store.file(lease, [draft(two, "pact")], grow, NOON)
    await store.file(lease, [draft(three, "x")], decide, NOON)
    assert seen == [["s"], ["s"], [], [], [], ["s"]]


async def test_a_cluster_has_the_values_of_its_last_member(store: Store, given: Given) -> None:
    lease, (one, two, *_) = given

    def decide(of: Draft, archive: Archive) -> Filing:
        return Filing(
            verdict=New(),
            story=change("s", of, centroid={"a": 0.25}, facts=frozenset({"11"}), newest_at=NOON),
        )

    await store.file(lease, [draft(one)], decide, NOON)

    def look(of: Draft, archive: Archive) -> Filing:
        (cluster,) = archive.clusters(["a"], None, NOON)
        assert (dict(cluster.centroid), cluster.members, cluster.newest_at) == (
            {"a": 0.25},
            1,
            NOON,
        )
        assert archive.story("s").facts == {"11"}
        return new_article(of, archive)

    await store.file(lease, [draft(two)], look, NOON)


async def test_terms_are_counted_once_a_document_and_not_in_copies(
    store: Store, given: Given
) -> None:
    lease, (one, two, three, four) = given
    seen: list[tuple[dict[str, float], float]] = []

    def look(of: Draft, archive: Archive) -> Filing:
        found, total = archive.document_frequencies(["treaty", "signed", "x"], "en")
        seen.append((dict(found), total))
        return new_article(of, archive)

    def copy(of: Draft, archive: Archive) -> Filing:
        return Filing(verdict=Copy(original_id=ArticleId(1), same=True), story=change("s", of))

    await store.file(lease, [draft(one, "treaty"), draft(two, "treaty signed")], look, NOON)
    await store.file(lease, [draft(three, "treaty")], copy, NOON)
    await store.file(lease, [draft(four, "y")], look, NOON)
    assert seen == [({}, 0.0), ({"treaty": 1.0}, 1.0), ({"treaty": 2.0, "signed": 1.0}, 2.0)]


async def test_common_hashes_are_boilerplate_and_do_not_count(
    store: Store, given: Given, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.overlaps.COMMON_HASH", 2)
    lease, (one, two, three, four) = given
    frame = "all rights reserved by the house"
    found: list[list[int]] = []

    def look(of: Draft, archive: Archive) -> Filing:
        overlaps = archive.overlaps(of.fingerprint.sketch, "en", NOON - HOUR, 1)
        found.append([each.common for each in overlaps])
        return new_article(of, archive)

    await store.file(lease, [draft(each, frame) for each in (one, two, three, four)], look, NOON)
    assert found == [[], [4], [4, 4], []]
