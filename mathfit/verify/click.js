/*
 * On a page of a site with a router: follow a link to another page of the site, as a reader does.
 *
 * A function of { url }: the address that is to be reached. Returns true when the router has gone there; false where this
 * page has no such link, or where the link would load the other page anew (which the session refuses).
 */
async (options) => {
  "use strict";
  const { url } = options;
  // The same page has several addresses: /a, /a/, /a.html, /a/index.html.
  const plain = (address) => address.replace(/[?#].*$/, "").replace(/(\/|^)index\.html$/, "$1").replace(/(\.html|\/)$/, "");
  const link = [...document.links].find(({ href, target }) => plain(href) === plain(url) && target !== "_blank");
  if (!link) return false;
  link.click();
  for (;;) {
    if (globalThis[Symbol.for("mathfit.left")]) return false;
    if (plain(location.href) === plain(url)) return true;
    await new Promise((resolve) => requestAnimationFrame(resolve));
  }
}
