"""The articles of the stock site. Copied into it; the portal never imports this."""
