"""Search for readers: in their language, forgiving, fast.

``folding.py`` makes words comparable, ``documents.py`` says what is searched and how an app brings its own,
``vectors.py`` makes index entries of it, ``services.py`` keeps the index, ``queries.py`` answers.
"""
