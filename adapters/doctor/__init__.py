"""What `sherpa doctor` looks at on this machine; the chat platforms have a `doctor` of their own."""
