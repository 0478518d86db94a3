// The plugin of Eleventy: eleventyConfig.addPlugin(mathfit, options).
//
// The whole output is fitted once a build, not each page as a transform: a process takes 0.2 s, so that a site of 500
// pages would wait 100 s; the command reads only the pages that have changed, and a build that changes one waits 0.2 s.

import { fitter } from './command.js';

/** @typedef {import('./options.js').Options} Options */

/**
 * As much of Eleventy's configuration as is needed here.
 * @typedef {object} EleventyConfig
 * @property {(event: string, listener: (about: any) => void) => unknown} on
 * @property {(options: object) => unknown} setServerOptions
 * @property {boolean} [quietMode]
 */

/**
 * What Eleventy tells of a build; `dir` in version 2.
 * @typedef {object} Built
 * @property {{ output: string }} [directories]
 * @property {{ output: string }} [dir]
 * @property {string} [outputMode]
 */

/**
 * Fit the equations of the site after each build, also under --serve and --watch.
 * @param {EleventyConfig} eleventyConfig
 * @param {Options} [options]
 * @returns {void}
 * @throws {Error} for a wrong name of an option; a build throws for a wrong value, and where the command is missing
 */
export default function mathfit(eleventyConfig, options) {
  const fit = fitter(options);
  // The server would put a page's new content into the open page as the templates gave it, before it was fitted.
  eleventyConfig.setServerOptions({ domDiff: false });
  eleventyConfig.on('eleventy.after', (/** @type {Built} */ { directories, dir, outputMode = 'fs' }) => {
    const output = (directories ?? dir)?.output;
    if (outputMode !== 'fs' || !output) return;
    fit.site(output, {
      info: (line) => eleventyConfig.quietMode || console.log(`[mathfit] ${line}`),
      warn: (line) => console.warn(`[mathfit] ${line}`),
    });
  });
}
