"""What a reader sees of a reply elsewhere, as HTML that `static/looks.css` gives its looks: made from the very blocks, markdown and lines
that are sent there. Everything is escaped, and nothing in it can be pressed but links."""
