// Makes what the package ships and git does not keep: the assets and what the sources' types and CommonJS are. npm runs
// it before it packs.
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const here = fileURLToPath(new URL('.', import.meta.url));
const root = fileURLToPath(new URL('..', import.meta.url));
const assets = root + 'assets/dist/';
const dist = here + 'dist/';
// Astro reads nothing but ES modules.
const COMMON = ['rehype', 'markdown-it', 'eleventy', 'hexo'];
const COPIED = ['mathfit.min.css', 'mathfit-measured.min.css', 'mathfit.min.js', 'mathfit-enlarge.min.js'];

const read = (name) => readFileSync(assets + name, 'ascii').trim();

rmSync(dist, { recursive: true, force: true });
mkdirSync(dist);
copyFileSync(root + 'LICENSE', here + 'LICENSE');
for (const name of COPIED) copyFileSync(assets + name, dist + name);

// What `mathfit snippet` writes, byte for byte, so that the hash of `mathfit snippet --linked` is that of the file at a CDN
// (`standalone` in mathfit/page/assets.py; tests/npm compares them). A CDN minifies what has not `.min` in its name.
const adopt =
  `window.mathfit||(s=>{s.replaceSync(${JSON.stringify(read('mathfit.min.css'))});` +
  'document.adoptedStyleSheets=[...document.adoptedStyleSheets,s]})(new CSSStyleSheet);';
const enlarge = `if(document.currentScript?.dataset.enlarge!=="off"){\n${read('mathfit-enlarge.min.js')}\n}`;
const scripts = [adopt, read('mathfit.min.js'), enlarge].join('\n');
writeFileSync(dist + 'snippet.min.js', `if(typeof document!=="undefined"){${scripts}\n}\n`);
writeFileSync(dist + 'snippet.min.d.ts', 'export {};\n');

// `require` gives the plugin itself, as it does with other plugins of these tools.
for (const name of COMMON) {
  await build({
    entryPoints: [`${here}src/${name}.js`],
    outfile: `${dist}${name}.cjs`,
    bundle: true,
    format: 'cjs',
    platform: 'node',
    target: 'node18',
    footer: { js: 'module.exports = Object.assign(module.exports.default, module.exports);' },
  });
  const types = `typeof import('./${name}.js', { with: { 'resolution-mode': 'import' } })`;
  writeFileSync(`${dist}${name}.d.cts`, `declare const plugin: (${types})['default'] & ${types};\nexport = plugin;\n`);
}
const tsc = fileURLToPath(import.meta.resolve('typescript/lib/tsc.js'));
const emit = ['--noEmit', 'false', '--declaration', '--emitDeclarationOnly', '--outDir', dist];
execFileSync(process.execPath, [tsc, '-p', here, ...emit], { stdio: 'inherit' });
