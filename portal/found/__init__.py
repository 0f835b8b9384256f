"""How the portal is found and passed on: sitemaps, robots.txt, structured data, social cards, feeds."""
