"""A publisher's site on this machine: ordinary pages of news."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

#: So tall that nothing of the article is in view until it is scrolled to, and that all of it can be scrolled to the middle.
_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{title} | The Harbour Times</title>
<style>body {{ font: 20px/1.5 serif; width: 640px; margin: auto }} main {{ padding: 120vh 0 }}</style></head>
<body>
<header><nav><a href="/">Home</a> <a href="/world">World</a> <a href="/no">No. 1 in news</a></nav></header>
<aside><h2>Also to be read</h2><ul>{teasers}</ul></aside>
<main><article><h1>{title}</h1>{paragraphs}</article></main>
<footer><p>{title}: share this. © The Harbour Times</p>{teasers}</footer>
</body></html>
"""


def page_of(title: str, paragraphs: str, teasers: str = "") -> str:
    """A page of an article; `paragraphs` and `teasers` are HTML."""
    return _PAGE.format(title=escape(title), paragraphs=paragraphs, teasers=teasers)


def in_paragraphs(body: str) -> str:
    """A text as HTML, a paragraph for each line."""
    return "\n".join(f"<p>{escape(line)}</p>" for line in body.split("\n") if line.strip())


@contextmanager
def published(pages: dict[str, str]) -> Iterator[str]:
    """Serves the pages, by their paths; the address of the site."""

    class Answering(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found = pages.get(self.path)
            content = (found or "Not found.").encode()
            self.send_response(200 if found else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_given: object) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    serving = threading.Thread(target=server.serve_forever, daemon=True)
    serving.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        serving.join()
