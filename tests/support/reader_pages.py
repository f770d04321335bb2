"""A reader of which only the addresses are there."""

from index.articles import StoredArticle


class Pages:
    """`bot.links.Reader`."""

    def page(self, article: StoredArticle) -> str | None:
        """An address of this article's."""
        return f"https://sherpa.test/a/{article.id.replace('/', '%2F')}/{article.revision}"
