// The plugin of Hexo, which the package hexo-filter-mathfit loads: a block `mathfit:` in _config.yml.
//
// `hexo generate` and `hexo deploy` fit the whole site once it is written. A filter for each page would start a process
// for each, 0.2 s, and would not know whether another page has equations. `hexo server` and `hexo generate --watch` fit
// each page as it is rendered: the server renders the page that is looked at.

import { fitter } from './command.js';

/** @typedef {import('./options.js').Options} Options */

/**
 * As much of Hexo as is needed here.
 * @typedef {object} Hexo
 * @property {{ mathfit?: Options }} config
 * @property {{ cmd?: string, args?: { [name: string]: unknown } }} env
 * @property {string} public_dir
 * @property {import('./command.js').Log} log
 * @property {{ filter: { register: (type: string, filter: (...values: any[]) => unknown, priority?: number) => void }, console: { alias?: { [name: string]: string } } }} extend
 * @property {(event: string, listener: () => void) => unknown} on
 */

/** Hexo's name for the priority of what has to come after other filters. */
const LAST = 100;

/**
 * Fit the equations of a blog.
 * @param {Hexo} hexo
 * @returns {void}
 */
export default function mathfit(hexo) {
  /** @type {ReturnType<typeof fitter> | undefined} */
  let fit;
  let built = false;

  const log = {
    info: (/** @type {string} */ line) => hexo.log.info(`mathfit: ${line}`),
    warn: (/** @type {string} */ line) => hexo.log.warn(`mathfit: ${line}`),
  };
  const isLive = () => {
    const { cmd = '', args = {} } = hexo.env;
    const verb = hexo.extend.console.alias?.[cmd] ?? cmd;
    return verb === 'server' || (verb === 'generate' && Boolean(args.watch || args.w));
  };
  const fitSite = () => {
    if (!built || isLive()) return;
    // Hexo calls its last filters again after one that fails.
    built = false;
    fit?.site(hexo.public_dir, log);
  };

  // Here, because Hexo only tells of an error while a plugin is loaded, and goes on without that plugin.
  hexo.extend.filter.register('before_generate', () => {
    fit = fitter(hexo.config.mathfit);
    built = true;
  });
  hexo.extend.filter.register(
    'after_render:html',
    (/** @type {unknown} */ html, /** @type {{ path?: string }} */ { path = '' } = {}) =>
      fit && isLive() && typeof html === 'string' && /\.html?$/.test(path) ? fit.page(html, path, log) : html,
    LAST,
  );
  // A deployment takes the written files away before Hexo ends.
  hexo.on('deployBefore', fitSite);
  hexo.extend.filter.register('before_exit', fitSite, LAST);
}
