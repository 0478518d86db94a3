// Calls the command `mathfit apply`, which does what the plugins for generators are for.

import { spawnSync } from 'node:child_process';
import { OF_A_PAGE, read } from './options.js';

/** @typedef {import('./options.js').Options} Options */

/**
 * Where the command's lines go: the generator's own log.
 * @typedef {object} Log
 * @property {(line: string) => void} info
 * @property {(line: string) => void} warn
 */

/** Done, and some pages could not be processed: each is named, and all others were. */
const DONE = [0, 3];

/**
 * Check the options, and give what fits with them. A generator has nothing else to do while it waits, so nothing here is
 * asynchronous; an event of Hexo's that nobody can wait in needs that.
 * @param {Options} [options]
 * @throws {Error} for a wrong name
 */
export const fitter = (options) => {
  const { command, given } = read(options);
  /** @param {readonly string[]} names */
  const of = (names) => names.flatMap((name) => given.get(name) ?? []);
  return {
    /**
     * Fit a built site where it lies. What could not be done on a page is a warning.
     * @param {string} folder
     * @param {Log} log
     * @throws {Error} where there is no command, and for a wrong value
     */
    site: (folder, log) => {
      lines(call(command, ['apply', ...of([...given.keys()]), '--', folder], '', log)).forEach((line) => log.info(line));
    },

    /**
     * Fit one page, whose assets are put inside. One that cannot be fitted is a warning, and comes back as it was.
     * @param {string} html
     * @param {string} name  for the warning
     * @param {Log} log
     * @returns {string}
     * @throws {Error} where there is no command, and for a wrong value
     */
    page: (html, name, log) => {
      const named = { ...log, warn: (/** @type {string} */ line) => log.warn(line.replace(/^-:/, `${name}:`)) };
      return call(command, ['apply', ...of(OF_A_PAGE), '--', '-'], html, named) || html;
    },
  };
};

/**
 * @param {readonly string[]} command
 * @param {readonly string[]} words
 * @param {string} input
 * @param {Log} log
 * @returns {string} standard output
 */
const call = ([program, ...first], words, input, log) => {
  const done = spawnSync(program, [...first, ...words], { input, encoding: 'utf8', maxBuffer: Infinity, windowsHide: true });
  if (done.error) {
    const code = /** @type {NodeJS.ErrnoException} */ (done.error).code;
    const why = code === 'ENOENT' ? 'was not found on the PATH' : `cannot be run (${code})`;
    throw new Error(
      `mathfit: the command ${program} ${why}: pip install mathfit, or name the command by the option ` +
        'command, as ["python3", "-m", "mathfit"]',
    );
  }
  const told = lines(done.stderr);
  if (!DONE.includes(done.status ?? -1)) {
    // The last line tells why. What python3 says that knows no mathfit is such a line, too.
    const why = told.pop() ?? `ended by ${done.signal ?? `status ${done.status}`}`;
    told.forEach((line) => log.warn(line));
    throw new Error(why.startsWith('mathfit: ') ? why : `mathfit: ${[program, ...first].join(' ')}: ${why}`);
  }
  told.forEach((line) => log.warn(line));
  return done.stdout;
};

/** @param {string} text */
const lines = (text) => text.split(/\r?\n/).filter(Boolean);
