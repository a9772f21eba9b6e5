"""A large WordPress page, as newspapers serve them: a practice article among much that is not the article."""

from __future__ import annotations

from itertools import cycle

from markupsafe import escape

from practice_press import load_articles, load_fillers
from practice_press.sites import build_sites
from practice_press.story import Story
from practice_press.web import Request

HOST = "harianlembayung.example"
_HEAD_RULES = 60
"""Style rules in the head; about what an inlined theme and its plug-ins leave there."""


def wordpress_page(size: int = 60_000) -> tuple[str, str]:
    """The address of a practice article on WordPress, and its page, at least ``size`` characters long.

    The page is that of the practice press, filled up with what real ones carry beside the article: inlined
    styles and scripts, a cloud of tags, lists of other stories with pictures, days and excerpts. All stories
    in the lists are of the practice press, so they hold names, posts and places that are not the article's.
    """
    sites = build_sites([*load_articles(), *load_fillers()])
    site = sites[HOST]
    story = max((s for s in load_articles() if s.source == site.source.key), key=lambda s: len(s.text))
    page = site.answer(Request(HOST, story.path)).payload.decode()
    others = [other for one in sites.values() for other in one.stories if other.title != story.title]
    page = page.replace("</head>", f"{_styles()}{_script(site.root)}</head>", 1)
    page = page.replace("</aside>", f"{_tag_cloud(others)}</aside>", 1)
    widgets: list[str] = []
    missing = size - len(page)
    for number, other in enumerate(cycle(others), 1):
        if missing <= 0:
            break
        widgets.append(_entry(other, number))
        missing -= len(widgets[-1])
    listed = f'<div class="td_block_wrap td_block_big_grid related-posts">{"".join(widgets)}</div>'
    return story.address, page.replace("</main>", f"{listed}</main>", 1)


_ENTRY = """\
<div class="td_module_{kind} td_module_wrap td-animation-stack"><div class="td-module-thumb"><a href="{url}"
 rel="bookmark" class="td-image-wrap" title="{title}"><img width="218" height="150" class="entry-thumb"
 src="{picture}-218x150.jpg" srcset="{picture}-218x150.jpg 218w, {picture}-696x479.jpg 696w"
 sizes="(max-width: 218px) 100vw, 218px" alt="" loading="lazy" decoding="async"/></a></div>
<div class="item-details"><h3 class="entry-title td-module-title"><a href="{url}" rel="bookmark">{title}</a>
</h3><div class="td-module-meta-info"><span class="td-post-author-name"><a href="#">{author}</a></span>
<span class="td-post-date"><time datetime="{day:%Y-%m-%dT%H:%M:%S%z}">{day:%d/%m/%Y}</time></span>
</div><div class="td-excerpt">{excerpt}...</div></div></div>
"""


def _entry(story: Story, number: int) -> str:
    day = story.local_time
    return _ENTRY.format(
        kind=number % 16,
        url=escape(story.address),
        title=escape(story.title),
        picture=f"/wp-content/uploads/{day:%Y/%m}/{number}",
        author=escape(story.author),
        day=day,
        excerpt=escape(story.text[:140]),
    )


def _styles() -> str:
    rules = "".join(
        f".td_block_{n} .td-module-title a{{color:#{n:02x}4b7a;font-size:{12 + n % 9}px;line-height:1.3}}\n"
        for n in range(_HEAD_RULES)
    )
    return f'<style id="td-inline-css" type="text/css">{rules}</style>\n'


def _script(root: str) -> str:
    settings = ",".join(f'"td_option_{n}":{{"id":{n},"url":"{root}/wp-admin/{n}"}}' for n in range(60))
    return f'<script type="text/javascript">var tdLocalOptions={{{settings}}};</script>\n'


def _tag_cloud(stories: list[Story]) -> str:
    tags = sorted({tag for story in stories for tag in story.tags})[:45]
    links = " ".join(f'<a href="/tag/x/" class="tag-cloud-link">{escape(tag)}</a>' for tag in tags)
    return f'<div class="widget widget_tag_cloud"><div class="tagcloud">{links}</div></div>'
