# Pelican with its render_math plugin.
AUTHOR = "A person"
SITENAME = "A small blog"
SITEURL = ""
RELATIVE_URLS = True
PATH = "content"
TIMEZONE = "UTC"
DEFAULT_LANG = "en"
DEFAULT_CATEGORY = "math"
THEME = "notmyidea"
PLUGINS = ["pelican.plugins.render_math"]
FEED_ALL_ATOM = None
CATEGORY_FEED_ATOM = None
TRANSLATION_FEED_ATOM = None
AUTHOR_FEED_ATOM = None
AUTHOR_FEED_RSS = None
