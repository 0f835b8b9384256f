"""Was this page helpful? What readers answer, and how it reaches the editors."""
