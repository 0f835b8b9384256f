"""The catalogues of interface strings: ``locale/<code>/LC_MESSAGES/django.po``, kept without the gettext tools.

English is the language of the source strings, so it has no catalogue. Messages with the context ``staff``
are seen by staff only: the Romanian catalogue alone carries them.
"""
