// The page to play with: the same post in one frame for each engine, because two versions of an
// engine cannot live on one page. The frames' width is their column's; nothing tells them of it.
'use strict';

const DELIMITERS = `[
  {left: '$$', right: '$$', display: true},
  {left: '$', right: '$', display: false}
]`;

/** The tags of MathJax 2 with one of its outputs. */
const mathjax2 = (/** @type {string} */ config) => (/** @type {string} */ root) => `
<script type="text/x-mathjax-config">
MathJax.Hub.Config({ tex2jax: { inlineMath: [['$', '$']] }, messageStyle: 'none' });
</script>
<script async src="${root}/MathJax.js?config=${config}"></script>`;

/** Spoken text, new in MathJax 4, would need a worker, which no page from disk can have. */
const SILENT = 'menuOptions: { settings: { enrich: false, speech: false, braille: false } }';

/** The tags of MathJax 3 or 4 with one of its components. */
const mathjax = (/** @type {string} */ component, options = '') => (/** @type {string} */ root, /** @type {string} */ packages) => `
<script>
MathJax = {
  tex: { inlineMath: [['$', '$']] },
  loader: { paths: { fonts: '${packages}/@mathjax' } },
  options: { ${options} },
};
</script>
<script async src="${root}/${component}.js"></script>`;

const katex = (/** @type {string} */ root) => `
<link rel="stylesheet" href="${root}/dist/katex.min.css">
<script defer src="${root}/dist/katex.min.js"></script>
<script defer src="${root}/dist/contrib/auto-render.min.js"
  onload="renderMathInElement(document.body, {delimiters: ${DELIMITERS}})"></script>`;

const temml = (/** @type {string} */ root) => `
<link rel="stylesheet" href="${root}/dist/Temml-Local.css">
<script defer src="${root}/dist/temml.min.js"
  onload="temml.renderMathInElement(document.body, {delimiters: ${DELIMITERS}})"></script>`;

/**
 * Every engine shown. `cdn` follows https://cdn.jsdelivr.net/npm/, `local` follows node_modules/.
 * To show another, add a row.
 */
const ENGINES = [
  { name: 'MathJax 2, HTML-CSS', cdn: 'mathjax@2', local: 'mathjax2', tags: mathjax2('TeX-AMS_HTML') },
  { name: 'MathJax 2, CommonHTML', cdn: 'mathjax@2', local: 'mathjax2', tags: mathjax2('TeX-AMS_CHTML') },
  { name: 'MathJax 2, SVG', cdn: 'mathjax@2', local: 'mathjax2', tags: mathjax2('TeX-AMS_SVG') },
  { name: 'MathJax 3, CHTML', cdn: 'mathjax@3/es5', local: 'mathjax3/es5', tags: mathjax('tex-chtml') },
  { name: 'MathJax 3, SVG', cdn: 'mathjax@3/es5', local: 'mathjax3/es5', tags: mathjax('tex-svg') },
  { name: 'MathJax 4, CHTML', cdn: 'mathjax@4', local: 'mathjax4', tags: mathjax('tex-chtml', SILENT) },
  { name: 'MathJax 4, SVG', cdn: 'mathjax@4', local: 'mathjax4', tags: mathjax('tex-svg', SILENT) },
  { name: 'KaTeX 0.16', cdn: 'katex@0.16', local: 'katex016', tags: katex },
  { name: 'KaTeX 0.19', cdn: 'katex@0.19', local: 'katex', tags: katex },
  { name: 'MathML, by Temml', cdn: 'temml@0.13', local: 'temml', tags: temml },
];

const ROOTS = { cdn: 'https://cdn.jsdelivr.net/npm', local: new URL('../../node_modules', location.href).href };

const controls = /** @type {HTMLFormElement} */ (document.getElementById('controls'));
const columns = /** @type {HTMLElement} */ (document.getElementById('columns'));
const post = /** @type {HTMLTextAreaElement} */ (document.getElementById('post'));
const source = /** @type {HTMLTemplateElement} */ (document.getElementById('source'));

/** @param {string} name @returns {any} */
const control = (name) => controls.elements.namedItem(name);

/** @param {(typeof ENGINES)[number]} engine */
function pageOf(engine) {
  const where = /** @type {keyof typeof ROOTS} */ (control('engines').value);
  const options = `data-min-scale="${control('floor').value}"`;
  const snippet = `
<link rel="stylesheet" href="../../assets/dist/mathfit.css">
<script src="../../assets/dist/mathfit.js" ${options} defer></script>
${control('enlarge').checked ? '<script src="../../assets/dist/mathfit-enlarge.js" defer></script>' : ''}`;
  return `<!DOCTYPE html>
<html lang="en">
<meta charset="utf-8">
<title>${engine.name}</title>
<script>
addEventListener('error', ({ target }) => {
  if (target.src) document.body.prepend('Could not load ' + target.src);
}, true);
</script>
<style>body { margin: 0; padding: 1px 16px; font: 16px/1.7 Georgia, "Noto Serif CJK SC", serif; }</style>
${control('fit').checked ? snippet : ''}
${engine.tags(`${ROOTS[where]}/${engine[where]}`, ROOTS[where])}
<body>
${post.value}
</body>
</html>`;
}

/** Give a frame the height of what is in it, now and whenever that changes. @param {HTMLIFrameElement} frame */
function followHeight(frame) {
  const { body } = /** @type {Document} */ (frame.contentDocument);
  const observer = new ResizeObserver(() => {
    frame.style.height = `${Math.ceil(body.getBoundingClientRect().height) + 24}px`;
  });
  observer.observe(body);
}

/** A bar at a column's right edge, to drag or to move with the arrow keys: all columns follow. */
function makeHandle() {
  const handle = document.createElement('div');
  handle.className = 'handle';
  handle.tabIndex = 0;
  for (const [name, value] of Object.entries({
    role: 'separator',
    'aria-orientation': 'vertical',
    'aria-label': 'Column width',
    'aria-valuemin': control('width').min,
    'aria-valuemax': control('width').max,
    'aria-valuenow': control('width').value,
  })) {
    handle.setAttribute(name, value);
  }
  handle.addEventListener('pointerdown', (event) => {
    handle.setPointerCapture(event.pointerId);
    columns.classList.add('dragging');
  });
  handle.addEventListener('pointermove', (event) => {
    if (!handle.hasPointerCapture(event.pointerId)) return;
    const column = /** @type {HTMLElement} */ (handle.parentElement);
    setWidth(event.clientX - column.getBoundingClientRect().left);
  });
  handle.addEventListener('lostpointercapture', () => columns.classList.remove('dragging'));
  handle.addEventListener('keydown', (event) => {
    const step = { ArrowLeft: -10, ArrowRight: 10 }[event.key];
    if (!step) return;
    event.preventDefault();
    setWidth(Number(control('width').value) + step);
  });
  return handle;
}

function build() {
  for (const section of columns.querySelectorAll('section')) section.remove();
  for (const engine of ENGINES) {
    const section = document.createElement('section');
    const heading = document.createElement('h2');
    const frame = document.createElement('iframe');
    heading.textContent = engine.name;
    frame.title = engine.name;
    section.append(heading, frame, makeHandle());
    columns.append(section);
    frame.addEventListener('load', () => followHeight(frame));
    // Addresses in a srcdoc count from this page, from disk too.
    frame.srcdoc = pageOf(engine);
  }
}

/** @param {number} width CSS px */
function setWidth(width) {
  const range = control('width');
  range.value = String(Math.round(width));
  control('shown').value = `${range.value} px`;
  columns.style.setProperty('--column', `${range.value}px`);
  for (const handle of columns.querySelectorAll('.handle')) handle.setAttribute('aria-valuenow', range.value);
}

controls.addEventListener('input', (event) => {
  if (event.target === control('width')) setWidth(Number(control('width').value));
  else build();
});
controls.addEventListener('submit', (event) => event.preventDefault());
post.value = source.innerHTML.trim();
post.addEventListener('change', build);

// index.html?engines=local, for a machine without a network.
const asked = new URLSearchParams(location.search).get('engines');
if (asked && asked in ROOTS) control('engines').value = asked;
setWidth(Number(control('width').value));
build();
