"""What runs a page after it is loaded: frameworks that hydrate it, routers that swap its content.

To hydrate is to take over the HTML that the build wrote. A framework compares it with what it
would have written itself; an element that is not its own makes it throw the whole away, or fail
later. So no wrapper goes into what hydrates, and its equations are left to the script.

A router fetches the next page and puts its content in place of this one's. The scripts in that
page's head are not run: what the reader needs has to be there where he enters the site.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Framework:
    """One way in which a page shows that something runs it."""

    name: str
    """How it is called; a name may have several rows."""
    needle: str
    """A string that each such page contains: without it nothing else is looked for."""
    mark: str
    """A CSS selector: an element of each such page matches."""
    says: str = ""
    """What the text of that element contains."""
    owns: str = ""
    """A CSS selector: the elements whose content it hydrates. Empty: it hydrates nothing."""
    router: bool = False
    """Its links put the content of another page into this one."""
    swaps_head: bool = False
    """It puts the other page's head in as well, while this page's address still holds: there an
    address relative to the page leads elsewhere."""
    hint: bool = False
    """It names no framework, and counts only where no other row has found one that hydrates."""


# THE table. Each row is from a build by that version, or, where only a router is named, from what
# that version's own code, templates or documentation have a page contain.
FRAMEWORKS: tuple[Framework, ...] = (
    # Docusaurus 3.10.2
    Framework("Docusaurus", "__docusaurus", "#__docusaurus", owns="#__docusaurus", router=True),
    # Next.js 15.5.29: the app router owns the document, the pages router one element.
    Framework("Next.js", "self.__next_f", "script", "self.__next_f", owns="html", router=True),
    Framework("Next.js", "__NEXT_DATA__", "#__NEXT_DATA__", owns="#__next", router=True),
    # Gatsby 5.16.1
    Framework("Gatsby", "___gatsby", "#___gatsby", owns="#___gatsby", router=True),
    # Nuxt 3.21.11
    Framework("Nuxt", "__nuxt", "#__nuxt", owns="#__nuxt", router=True),
    # VitePress 1.6.4: its `metaChunk` takes the map out of the page, and an author the generator.
    Framework("VitePress", "__VP_HASH_MAP__", "#app", owns="#app", router=True),
    Framework(
        "VitePress",
        'content="VitePress v',
        'meta[name="generator"][content^="VitePress"]',
        owns="#app",
        router=True,
    ),
    # SvelteKit 2.70.4: it owns what its template says, by default a div that is all of the body.
    Framework("SvelteKit", "__sveltekit_", "script", "__sveltekit_", owns="body", router=True),
    # Astro 5.18.2: the islands only; and, in each page that has it, its ClientRouter.
    Framework("Astro", "<astro-island", "astro-island", owns="astro-island"),
    Framework(
        "Astro",
        "astro-view-transitions-enabled",
        'meta[name="astro-view-transitions-enabled"]',
        router=True,
        swaps_head=True,
    ),
    # Angular 19.2.25
    Framework("Angular", " ng-version=", "[ng-version]", owns="[ng-version]", router=True),
    # React Router 7.18.4 as a framework: the document. Remix 2.17.5 has the older name.
    Framework(
        "React Router",
        "__reactRouterContext",
        "script",
        "__reactRouterContext",
        owns="html",
        router=True,
    ),
    Framework("Remix", "__remixContext", "script", "__remixContext", owns="html", router=True),
    # Qwik 1.20.1
    Framework("Qwik", "q:container", r"[q\:container]", owns=r"[q\:container]", router=True),
    # React up to 17, Vue 2 (Gridsome, VuePress 1) and 3, rendered with nothing around them.
    Framework("React", "data-reactroot", "[data-reactroot]", owns="[data-reactroot]"),
    Framework(
        "Vue", "data-server-rendered", "[data-server-rendered]", owns="[data-server-rendered]"
    ),
    Framework("Vue", "data-v-app", "[data-v-app]", owns="[data-v-app]"),
    # Comments that only what is to be hydrated has: Vue 3.5.45 and Svelte 5.57.3, React 19.3.1.
    Framework("Vue or Svelte", "<!--[-->", "body", owns="body", hint=True),
    Framework("React", "<!--$-->", "body", owns="body", hint=True),
    # Routers of pages that nothing hydrates.
    # Material for MkDocs 9.8.1
    Framework(
        "Material for MkDocs",
        "navigation.instant",
        "script#__config",
        '"navigation.instant"',
        router=True,
    ),
    # Quartz 4: it has a router unless its configuration says otherwise, which no page shows.
    Framework("Quartz", "quartz-root", "div#quartz-root", router=True, swaps_head=True),
    # Turbo 8.0.23, by its script or by what its pages tell it; Turbolinks 5.2 before it
    Framework(
        "Turbo",
        "turbo",
        'script[src*="hotwired/turbo"], script[src*="/turbo."], script[src^="turbo."], '
        'meta[name^="turbo-"], [data-turbo-track], [data-turbo], turbo-frame',
        router=True,
    ),
    Framework("Turbo", "@hotwired/turbo", "script", "@hotwired/turbo", router=True),
    Framework(
        "Turbolinks",
        "turbolinks",
        'script[src*="turbolinks"], meta[name^="turbolinks-"], [data-turbolinks-track]',
        router=True,
    ),
    # swup 4.10.0
    Framework("swup", "swup", '#swup, script[src*="swup" i]', router=True),
    Framework("swup", "new Swup(", "script", "new Swup(", router=True),
    # pjax 0.2.8, as Hexo's themes NexT 8.29.0 and Butterfly 5.7.0 load it, and jquery-pjax 2.0.1
    Framework("pjax", "pjax", 'script[src*="pjax" i], [data-pjax-container]', router=True),
    Framework("pjax", "new Pjax(", "script", "new Pjax(", router=True),
    # Barba 2.10.3
    Framework("Barba", "data-barba", '[data-barba="wrapper"]', router=True),
    # htmx 4.0.1, which names what is handed down, and each before it
    Framework(
        "htmx",
        "hx-boost",
        ", ".join(
            f'[{name}]:not([{name}="false"])'
            for name in (
                *("hx-boost", "data-hx-boost"),
                *(r"hx-boost\:inherited", r"data-hx-boost\:inherited"),
            )
        ),
        router=True,
    ),
    # A router that somebody wrote into the page: it parses another page and sets the address.
    Framework("its own script", "DOMParser", "script", "pushState", router=True),
)


def may_have_router(text: str) -> bool:
    """Tell cheaply whether it is worth to parse a page for a router."""
    return any(row.router and row.needle in text for row in FRAMEWORKS)
