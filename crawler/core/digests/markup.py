"""The templates: HTML with everything escaped, filled with values that are already harmless.

Templates are code that lies in files of their own; they are loaded from this package the way a
module is, and read nothing else.
"""

import css_inline
import jinja2

from crawler.core.digests.moments import day_and_time
from crawler.core.digests.phrases import (
    byline,
    coverage_line,
    edited_by,
    more_changes,
    pace_line,
    period,
    timing,
    told_by,
)
from crawler.core.slugs import slug

_TEMPLATES = jinja2.Environment(
    loader=jinja2.PackageLoader("crawler.core.digests"),
    autoescape=True,
    undefined=jinja2.StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_TEMPLATES.filters |= {
    "byline": byline,
    "coverage": coverage_line,
    "pace_line": pace_line,
    "edited_by": edited_by,
    "file_slug": slug,
    "moment": day_and_time,
    "more_changes": more_changes,
    "period": period,
    "timing": timing,
    "told_by": told_by,
}
_INLINER = css_inline.CSSInliner(keep_at_rules=True, load_remote_stylesheets=False)


def fill(template: str, **values: object) -> str:
    """Return a template of ``templates/`` filled with ``values``."""
    return _TEMPLATES.get_template(template).render(values)


def inlined(html: str) -> str:
    """Return a page with its rules copied into ``style`` attributes, for mail readers.

    ``@media`` rules (dark mode, phones) stay in the head: they cannot be inlined.
    """
    return _INLINER.inline(html)
