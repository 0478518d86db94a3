// Typesets examples/katex-source/*.html with the real katex package, as a static site generator
// does at build time, and writes the pages to examples/blog/posts/.
//
//     node examples/build-katex.mjs            write the pages
//     node examples/build-katex.mjs --check    write nothing, exit 1 if a page is not up to date
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);
const katex = require('katex');
const { version } = require('katex/package.json');

const sources = fileURLToPath(new URL('katex-source/', import.meta.url));
const posts = fileURLToPath(new URL('blog/posts/', import.meta.url));

// Display forms stand before `$…$`, because `$$` would match it twice.
const formulas =
  /\$\$(?<dollars>[^$]+)\$\$|\\\[(?<brackets>[\s\S]+?)\\\]|(?<environment>\\begin\{(?<name>equation|align)\}[\s\S]+?\\end\{\k<name>\})|\$(?<inline>[^$]+)\$/g;

/** @param {string} source a page with TeX in its text @returns {string} the page, typeset */
function typeset(source) {
  return source.replaceAll('{{version}}', version).replace(formulas, (...match) => {
    const groups = match.at(-1);
    const tex = groups.dollars ?? groups.brackets ?? groups.environment ?? groups.inline;
    return katex.renderToString(tex, { displayMode: groups.inline === undefined, strict: 'error' });
  });
}

const check = process.argv.includes('--check');
for (const name of readdirSync(sources)) {
  const page = typeset(readFileSync(sources + name, 'utf8'));
  if (!check) {
    writeFileSync(posts + name, page);
  } else if (readFileSync(posts + name, 'utf8') !== page) {
    console.error(`examples/blog/posts/${name} is not what katex ${version} makes of its source`);
    process.exitCode = 1;
  }
}
