"""Folders of pages: the only room that writes a site's files."""
