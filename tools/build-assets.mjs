// Builds what ships, from assets/src to assets/dist: each file to be read by people, and minified (*.min.*).
//
//     node tools/build-assets.mjs            write
//     node tools/build-assets.mjs --check    write nothing, exit 1 if a file is not up to date
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build, transform } from 'esbuild';
import { minify } from 'terser';
import * as selectors from '../assets/src/selectors.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const src = root + 'assets/src/';
const dist = root + 'assets/dist/';
const SCRIPTS = { mathfit: 'start.js', 'mathfit-enlarge': 'enlarge/start.js' };
const SHEETS = { mathfit: 'mathfit.css', 'mathfit-measured': 'mathfit-measured.css' };
const LICENSE = '/*! mathfit | MIT */';

/** A stylesheet's source, with the lists of selectors.js in place of their names: `:--typeset` is TYPESET. */
const sheet = (path) =>
  readFileSync(path, 'utf8').replace(/:--([a-z-]+)/g, (whole, name) => {
    const list = selectors[name.toUpperCase().replaceAll('-', '_')];
    if (!list) throw new Error(`${path}: selectors.js has nothing for ${whole}`);
    return list.replaceAll(',', ', ');
  });

// esbuild keeps CSS as it was meant: with no target named, it lowers nothing (@property, nesting and container units
// must stay).
const minifySheet = async (source) => {
  const { code } = await transform(source, { loader: 'css', minify: true, legalComments: 'none' });
  // esbuild keeps the space before the value of a custom property, which is no part of it.
  return code.replace(/(--[\w-]+): /g, '$1:');
};

// Of the comments esbuild keeps only those that begin so. People read the bundle: it keeps all that stand on lines of
// their own. JSDoc's types of expressions are for tsc.
const keepComments = (source) =>
  source
    .replace(/\/\*\* @type \{[^\n]*?\} \*\/ (?=[\w([{])/g, '')
    .replace(/^( *)\/\/ /gm, '$1//! ')
    .replace(/^( *)\/\/$/gm, '$1//!')
    .replace(/^( *)\/\*\*/gm, '$1/*!*');
// And it puts in comments of its own, for other bundlers.
const asTheyWere = (bundle) =>
  bundle.replace(/^( *\/\/)!/gm, '$1').replace(/^( *\/\*)!\*/gm, '$1*').replaceAll('/* @__PURE__ */ ', '');

/** Joins a script's modules. `small`: its stylesheet is minified. */
const bundle = async (entry, small) => {
  const { outputFiles } = await build({
    entryPoints: [src + entry],
    absWorkingDir: root,
    bundle: true,
    format: 'iife',
    write: false,
    banner: { js: LICENSE },
    legalComments: 'inline',
    // What is for tsc is not for the bundle.
    tsconfigRaw: '{}',
    plugins: [
      {
        name: 'mathfit',
        setup({ onLoad }) {
          onLoad({ filter: /\/selectors\.js$/ }, () => ({
            contents: Object.entries(selectors).map(([name, list]) => `export const ${name} = ${JSON.stringify(list)};`).join('\n'),
          }));
          onLoad({ filter: /\.js$/ }, ({ path }) => ({ contents: keepComments(readFileSync(path, 'utf8')) }));
          onLoad({ filter: /\.css$/ }, async ({ path }) => {
            const text = small ? (await minifySheet(sheet(path))).trim() : '\n' + sheet(path);
            return { contents: `export default ${small ? JSON.stringify(text) : `String.raw\`${text}\``};` };
          });
        },
      },
    ],
  });
  // A directive is the script's own, also where other scripts stand before it in one file.
  return asTheyWere(outputFiles[0].text).replace('"use strict";\n(() => {', '(() => {\n  "use strict";');
};

const files = {};
for (const [name, path] of Object.entries(SHEETS)) {
  files[`${name}.css`] = sheet(src + path);
  files[`${name}.min.css`] = await minifySheet(files[`${name}.css`]);
}
for (const [name, entry] of Object.entries(SCRIPTS)) {
  files[`${name}.js`] = await bundle(entry, false);
  // terser makes the script smaller than esbuild does.
  const options = { compress: { passes: 3 }, mangle: true, format: { comments: /^! mathfit/, ascii_only: true } };
  files[`${name}.min.js`] = (await minify(await bundle(entry, true), options)).code + '\n';
}

const check = process.argv.includes('--check');
mkdirSync(dist, { recursive: true });
const there = new Set(readdirSync(dist));
const stale = (name) => {
  console.error(`assets/dist/${name} is not up to date: run \`make assets\``);
  process.exitCode = 1;
};
for (const [name, code] of Object.entries(files)) {
  if (!check) writeFileSync(dist + name, code);
  else if (!there.has(name) || readFileSync(dist + name, 'utf8') !== code) stale(name);
  there.delete(name);
  if (name.includes('.min.')) console.log(`${name}: ${code.length} bytes, ${gzipSync(code, { level: 9 }).length} gzipped`);
}
if (check) there.forEach(stale);
