// The integration of Astro: integrations: [..., mathfit(options)], as the last one.

import { fileURLToPath } from 'node:url';
import { fitter } from './command.js';

/** @typedef {import('./options.js').Options} Options */
/** @typedef {import('./command.js').Log} Log */

/** @typedef {{ name: string, hooks: object }} Other */

const NAME = 'mathfit';
const BUILT = 'astro:build:done';

/**
 * Fit the equations of the site at the end of `astro build`.
 *
 * It has to be the last integration: what another one does to pages after it is not seen, and one that minifies pages or
 * hashes them for a security policy has to be done before.
 * @param {Options} [options]
 * @returns {{ name: string, hooks: { 'astro:config:done': (about: { config: { integrations: readonly Other[] }, logger: Log }) => void, 'astro:build:done': (about: { dir: { href: string }, logger: Log }) => void } }}
 * @throws {Error} for a wrong name of an option; the build throws for a wrong value, and where the command is missing
 */
export default function mathfit(options) {
  const fit = fitter(options);
  return {
    name: NAME,
    hooks: {
      'astro:config:done': ({ config, logger }) => {
        const names = config.integrations.map(({ name }) => name);
        const later = config.integrations
          .slice(names.lastIndexOf(NAME) + 1)
          .filter(({ hooks }) => BUILT in hooks)
          .map(({ name }) => name);
        if (later.length) {
          logger.warn(`mathfit has to be the last integration: ${later.join(', ')} may still change the pages after it`);
        }
      },
      [BUILT]: ({ dir, logger }) => fit.site(fileURLToPath(dir.href), logger),
    },
  };
}
