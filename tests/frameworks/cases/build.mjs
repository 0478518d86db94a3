// Builds the pages of the cases: site/<case>/index.html, each with one way in which a page can change its equations.
import { mkdirSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import content from './shared/content.json' with { type: 'json' };
import { display } from './shared/tex.mjs';

const { one, two, three } = content.items;
const common = {
  bundle: true,
  minify: true,
  jsx: 'automatic',
  define: {
    'process.env.NODE_ENV': '"production"',
    __VUE_OPTIONS_API__: 'false',
    __VUE_PROD_DEVTOOLS__: 'false',
    __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: 'false',
  },
  loader: { '.woff2': 'file', '.woff': 'file', '.ttf': 'file' },
  logLevel: 'error',
};
const clients = ['hydrate.jsx', 'remove.jsx', 'list.mjs', 'moved.mjs', 'text.mjs', 'router.mjs'];
await build({ ...common, entryPoints: [...clients, 'page.css'], outdir: 'site', publicPath: '/' });
await build({ ...common, entryPoints: ['hydrate.server.jsx'], outfile: 'rendered.cjs', platform: 'node', format: 'cjs' });
const { default: rendered } = await import(pathToFileURL('rendered.cjs').href);

const write = (name, body, path = `${name}/index.html`) => {
  mkdirSync(`site/${name}`, { recursive: true });
  writeFileSync(`site/${path}`, `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${name}</title>
<link rel="stylesheet" href="/page.css">
<script src="/${name}.js" defer></script>
</head>
<body>
${body}
</body>
</html>
`);
};

write('hydrate', `<div id="root">${rendered.html()}</div>`);
write('remove', '<div id="root"></div>');
write('list', '<div id="root"></div>');
write('moved', `<button id="reverse">reverse</button>
<div id="list">${display(one)}${display(three)}${display(two)}</div>`);
write('text', `<button id="edit">edit</button>\n${display('\\text{short}+x')}`);
write('router', '<main><h1>Home</h1><p>No formula. <a id="to-math" href="/router/math.html">Formulas</a></p></main>');
write('router', `<main><h1>Formulas</h1><p>${display(one)}</p></main>`, 'router/math.html');
