"""The examiner: opens one uploaded file with the right library, in a child process with limits.

Nothing here imports the portal, so the child is small, starts fast, and has nothing that a hostile
file could reach. Its parent is `portal.cage`.
"""
