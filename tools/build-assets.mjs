// Minifies what ships to readers: assets/*.js and *.css to assets/dist/*.min.*
//
//     node tools/build-assets.mjs            write
//     node tools/build-assets.mjs --check    write nothing, exit 1 if a file is not up to date
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { basename, extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { transform } from 'esbuild';
import { minify } from 'terser';

const assets = fileURLToPath(new URL('../assets/', import.meta.url));
const dist = assets + 'dist/';

// CSS inside a script is marked so: /* css */ `...`
const styles = /\/\* css \*\/ `([^`]*)`/g;
const minifyCss = async (source) => {
  const { code } = await transform(source, { loader: 'css', minify: true, legalComments: 'none' });
  // esbuild keeps the space before the value of a custom property, which is no part of it.
  return code.replace(/(--[\w-]+): /g, '$1:');
};

// terser makes the script smaller than esbuild does. esbuild keeps CSS as it was meant: with no
// target named, it lowers nothing (@property, nesting and container units must stay).
const minifiers = {
  '.js': async (source) => {
    const options = { compress: { passes: 3 }, mangle: true, format: { comments: /^!/, ascii_only: true } };
    for (const [whole, css] of source.matchAll(styles)) {
      const small = JSON.stringify((await minifyCss(css)).trim());
      source = source.replace(whole, () => small);
    }
    return (await minify(source, options)).code + '\n';
  },
  '.css': minifyCss,
};

const check = process.argv.includes('--check');
mkdirSync(dist, { recursive: true });
for (const name of readdirSync(assets).sort()) {
  const extension = extname(name);
  if (!(extension in minifiers)) continue;
  const target = `${dist}${basename(name, extension)}.min${extension}`;
  const code = await minifiers[extension](readFileSync(assets + name, 'utf8'));
  if (!check) {
    writeFileSync(target, code);
  } else if (readFileSync(target, 'utf8') !== code) {
    console.error(`assets/dist/${basename(target)} is not up to date: run \`make assets\``);
    process.exitCode = 1;
  }
  console.log(`${basename(target)}: ${code.length} bytes, ${gzipSync(code, { level: 9 }).length} gzipped`);
}
