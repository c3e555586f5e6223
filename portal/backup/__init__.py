"""Backup and restore: one archive with everything that is not derived, taken while people write.

    TIRU-BACKUP.json            format, when, of which government and database revision
    database/portal.sqlite3     the database as of one moment (VACUUM INTO)
    evidence/ab/cdef…           every evidence file that the database names
    instance/…                  the rest of the instance folder, such as the secret
    content/…                   the content files
    settings.toml
    MANIFEST.json               path, size and SHA-256 of all of them; last, so that a cut archive lacks it

`search_index/` is never in it and never restored: it is code as much as data, and it is made again.
"""
