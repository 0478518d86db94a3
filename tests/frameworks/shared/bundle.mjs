// Builds a site of two pages with esbuild alone: server.* renders them, client.* takes them over. Run in the site's folder.
//   node bundle.mjs NAME-OF-SERVER NAME-OF-CLIENT
import { mkdirSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const [server, client] = process.argv.slice(2);
const common = {
  bundle: true,
  minify: true,
  jsx: 'automatic',
  define: {
    'process.env.NODE_ENV': '"production"',
    'process.env.MATHFIT': JSON.stringify(process.env.MATHFIT ?? ''),
    __VUE_OPTIONS_API__: 'true',
    __VUE_PROD_DEVTOOLS__: 'false',
    __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: 'false',
  },
  loader: { '.woff2': 'file', '.woff': 'file', '.ttf': 'file' },
  logLevel: 'error',
};
await build({ ...common, entryPoints: [server], outfile: 'rendered.cjs', platform: 'node', format: 'cjs' });
// Vue's own build for bundlers has no compiler of templates.
const alias = { vue: 'vue/dist/vue.esm-bundler.js' };
await build({ ...common, entryPoints: { app: client }, outdir: 'site', publicPath: '/', alias });
const { default: made } = await import(pathToFileURL('rendered.cjs').href);
for (const path of ['/', '/math/']) {
  mkdirSync(`site${path}`, { recursive: true });
  writeFileSync(`site${path}index.html`, `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${path}</title>
<link rel="stylesheet" href="/app.css">
<script src="/app.js" defer></script>
</head>
<body><div id="root">${await made.render(path)}</div></body>
</html>
`);
}
