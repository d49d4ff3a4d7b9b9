"""Pages made to hurt a reader: each holds the same short article beside or under its mischief."""

LINES = tuple(
    f"Paragraph {n} of the article about the treaty says something of its own, in a sentence that"
    " is long enough to be taken for one."
    for n in range(12)
)
HEAD = "<html><head><title>The treaty</title></head><body><h1>The treaty</h1>"
BODY = "".join(f"<p>{line}</p>" for line in LINES)
ARTICLE = f"{HEAD}<article>{BODY}</article>"
MORE = "".join(
    f"<p>Paragraph {n} of the article goes on and on in a sentence that is long enough to count.</p>"
    for n in range(12, 45_000)
)
_STATE = '{"story":[' + '{"id":7,"text":"a string of the state"},' * 60_000 + "{}]}"

SHAPES = {
    "100,000 inline tags": f"{ARTICLE}<div>" + "<b><i><a href=/x>link</a></i></b>" * 100_000,
    "100,000 links": f"{ARTICLE}<ul>" + "<li><a href=/x>some link</a></li>" * 100_000,
    "a script of 20 MB": f"{ARTICLE}<script>" + "var a='x';" * 2_000_000 + "</script>",
    "a state of 3 MB": f"{ARTICLE}<script type=application/json>{_STATE}</script>",
    "a state of 3 MB alone": f"{HEAD}<p>Loading.</p><script>x={_STATE}</script><script>y="
     '{"body":["' + '","'.join(LINES) + '"]}</script>',
    "5 MB of paragraphs": HEAD + BODY + MORE,
    "a text of 10 MiB": f"{ARTICLE}<div>" + "word " * 2_097_152 + "</div>",
    "a text of 4 MB": f"{ARTICLE}<pre>" + "word " * 800_000 + "</pre>",
    "base64 pictures of 10 MB": f"{HEAD}<article>"
    + "".join(f"<p>{line}</p><img src='data:image/png;base64,{'A' * 900_000}'>" for line in LINES)
    + "</article>",
    "5,000 nested elements": HEAD + "<div>" * 5_000 + BODY + "</div>" * 5_000,
    "50,000 nested elements": HEAD + "<div>" * 50_000 + BODY + "</div>" * 50_000,
    "20,000 nested tables": HEAD + "<table><tr><td>" * 20_000 + BODY,
    "3,000 unclosed formatting elements": HEAD
    + "".join(f"<b id=b{n}>" for n in range(3_000)) + BODY,
    "10,000 unclosed elements of all kinds": HEAD + "<div><span><ul><li><a href=x>" * 2_000 + BODY,
    "an element with 100,000 attributes": f"{ARTICLE}<div "
    + " ".join(f"a{n}=1" for n in range(100_000)) + ">x</div>",
    "2 MB of opening brackets": ARTICLE + "<" * 2_000_000,
    "deep JSON": f"{ARTICLE}<script type=application/ld+json>" + '{"a":' * 100_000 + "</script>",
    "20,000 teaser cards": ARTICLE
    + "<div><h3><a href=x>A headline</a></h3><p>A teaser long enough to be counted.</p></div>" * 20_000,
    "20,000 copies of the title": ARTICLE
    + "<h1>The treaty</h1><p>A teaser of some length.</p>" * 20_000,
    "20,000 other first headings": ARTICLE
    + "<div><h1>Another</h1><p>A text that is long enough to be taken for one.</p></div>" * 20_000,
    "20,000 section labels": ARTICLE + "<h2>Related</h2><p>A teaser of some length.</p>" * 20_000,
    "20,000 short labels": ARTICLE + "<p>Updated 5 May 2024, 12:30</p><p>By Ana Field, reporter</p>" * 10_000,
}  # fmt: skip
"""HTML by the name of its shape."""
