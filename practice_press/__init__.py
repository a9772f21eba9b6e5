"""The practice press: invented newspapers, served over HTTP on 127.0.0.1 as the real ones are built.

What lives here: the articles (all facts and all accused invented), the newspapers' declaration in the same
TOML as the live press, a site engine each, and the rows that a right reading gives.

May import: ``spiders.sources`` (to declare its newspapers). Nothing of the project imports it but the command
line and the tests.
"""

from practice_press.articles import ArticleError, PracticeArticle, load_articles
from practice_press.filler import load_fillers
from practice_press.newspapers import newspapers
from practice_press.server import serve

__all__ = ["ArticleError", "PracticeArticle", "load_articles", "load_fillers", "newspapers", "serve"]
