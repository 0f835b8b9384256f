"""Pages are kept for everybody and never older than a change (README: "How pages are kept")."""
