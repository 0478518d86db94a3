// The options of the plugins that call the command: those of `mathfit apply`, by the same names.
//
// What a value may be is the command's business, which says what is wrong with one. Only the names are known here, so
// that a wrong one is named before a site is built; tests/npm compares them with the command's.

/**
 * How the command takes an option: a `flag` that is given or not, a `switch` that can be turned off (--no-…), one
 * `value`, or a `list` of values, each given by itself.
 * @typedef {'flag' | 'switch' | 'value' | 'list'} Kind
 */

/**
 * `mathfit apply --help` tells what each option means. Kebab case (`'min-scale'`) and `_` are taken as well.
 * @typedef {object} Options
 * @property {string | readonly string[]} [command]     how to call mathfit (default: 'mathfit'), as ['python3', '-m', 'mathfit']
 * @property {string | readonly string[]} [include]
 * @property {string | readonly string[]} [exclude]
 * @property {'auto' | 'mathjax' | 'katex' | 'mathml'} [engine]
 * @property {string | readonly string[]} [delimiters]  each a left and a right, as '$$ $$'
 * @property {string} [only]                            a CSS selector
 * @property {string} [skip]                            a CSS selector
 * @property {'linked' | 'inline'} [assets]
 * @property {number} [minScale]                        0 to 1; 0: no limit
 * @property {boolean} [translate]
 * @property {boolean} [enlarge]
 * @property {boolean} [everyPage]
 * @property {boolean} [measure]
 * @property {boolean} [typeset]
 * @property {'linked' | 'copied'} [fonts]
 * @property {boolean} [keepScript]
 * @property {'auto' | 'inline' | 'linked'} [numbers]
 * @property {string} [cache]                           a folder
 * @property {boolean} [noCache]
 * @property {string} [browser]                         a path
 * @property {'chromium' | 'firefox' | 'webkit'} [browserName]
 * @property {string} [packages]                        a folder, as 'node_modules'
 * @property {string | readonly string[]} [allow]       hosts
 * @property {number} [timeout]                         seconds
 * @property {number} [memory]                          MB
 * @property {number} [jobs]
 * @property {boolean} [keepTime]
 */

/** @type {Readonly<Record<string, Kind>>} */
export const OPTIONS = {
  include: 'list',
  exclude: 'list',
  engine: 'value',
  delimiters: 'list',
  only: 'value',
  skip: 'value',
  assets: 'value',
  'min-scale': 'value',
  translate: 'switch',
  enlarge: 'switch',
  'every-page': 'switch',
  measure: 'flag',
  typeset: 'flag',
  fonts: 'value',
  'keep-script': 'flag',
  numbers: 'value',
  cache: 'value',
  'no-cache': 'flag',
  browser: 'value',
  'browser-name': 'value',
  packages: 'value',
  allow: 'value',
  timeout: 'value',
  memory: 'value',
  jobs: 'value',
  'keep-time': 'flag',
};

/** Options of `mathfit apply` that a plugin does not have, and why. @type {Readonly<Record<string, string>>} */
export const NOT_OFFERED = {
  out: 'the generator says where the site lies',
  check: 'the plugin is there to change pages; `mathfit apply --check` is not',
  scheduler: 'a generator builds a site on one machine; the command does it on a cluster',
  watch: 'the generator itself says when the site was built anew',
  json: "the result goes to the generator's own log",
  quiet: "the generator's own options say how much is told",
  verbose: "the generator's own options say how much is told",
};

/** What holds for one page by itself, too, whose assets lie inside the page. */
export const OF_A_PAGE = ['engine', 'delimiters', 'only', 'skip', 'min-scale', 'translate', 'enlarge', 'every-page'];

/** The plugin's own option. */
const COMMAND = 'command';

/** @param {string} name */
const kebab = (name) => name.replace(/_/g, '-').replace(/[A-Z]/g, (letter) => '-' + letter.toLowerCase());

/** @param {string} name */
const camel = (name) => name.replace(/-(\w)/g, (_, letter) => letter.toUpperCase());

/**
 * Read a configuration: which command to call, and its arguments by the names of the options. An option that an
 * environment variable sets (MATHFIT_MIN_SCALE) is left out: the variable wins, as over mathfit.toml. So is `null`.
 * @param {Options} [options]
 * @param {Record<string, string | undefined>} [environment]
 * @returns {{ command: string[], given: Map<string, string[]> }}
 * @throws {Error} for a name that is no option, and for a value that is no text, number, boolean or list of such
 */
export const read = (options = {}, environment = process.env) => {
  let command = ['mathfit'];
  /** @type {Map<string, string[]>} */
  const given = new Map();
  for (const [written, value] of Object.entries(options ?? {})) {
    const name = kebab(written);
    if (name !== COMMAND && !Object.hasOwn(OPTIONS, name)) throw new Error(unknown(written, name));
    if (value == null) continue;
    const values = [value].flat();
    if (!values.length || values.some((one) => !['string', 'number', 'boolean'].includes(typeof one))) {
      throw new Error(`mathfit: the option ${written} is to be a text, a number, true, false or a list, not ${JSON.stringify(value)}`);
    }
    if (name === COMMAND) command = values.map(String);
    else if (!environment['MATHFIT_' + name.toUpperCase().replace(/-/g, '_')]) given.set(name, flags(name, written, values));
  }
  return { command, given };
};

/**
 * @param {string} name     as the command has it
 * @param {string} written  as the configuration has it
 * @param {any[]} values
 * @returns {string[]}
 */
const flags = (name, written, values) => {
  const kind = OPTIONS[name];
  if (kind === 'list') return values.map((value) => `--${name}=${value}`);
  if (kind === 'value') return [`--${name}=${values}`];
  const [value] = values;
  if (typeof value !== 'boolean') throw new Error(`mathfit: the option ${written} is to be true or false, not ${JSON.stringify(value)}`);
  if (value) return ['--' + name];
  return kind === 'switch' ? ['--no-' + name] : [];
};

/**
 * @param {string} written
 * @param {string} name
 */
const unknown = (written, name) => {
  if (Object.hasOwn(NOT_OFFERED, name)) return `mathfit: ${written} is no option of the plugin: ${NOT_OFFERED[name]}`;
  const known = [COMMAND, ...Object.keys(OPTIONS)];
  const [nearest, steps] = known
    .map((one) => /** @type {const} */ ([one, distance(name, one)]))
    .reduce((best, one) => (one[1] < best[1] ? one : best));
  // Further away than that, a name is another word.
  const near = steps <= Math.max(2, name.length / 3);
  const shown = written.includes('-') ? nearest : camel(nearest);
  return `mathfit: there is no option ${written}` + (near ? `; did you mean ${shown}?` : `; there are ${known.map(camel).join(', ')}`);
};

/**
 * How many letters have to be put in, taken out or replaced to make one word the other (Levenshtein).
 * @param {string} one
 * @param {string} other
 */
const distance = (one, other) => {
  let row = [...Array(other.length + 1).keys()];
  for (let i = 0; i < one.length; i++) {
    const next = [i + 1];
    for (let j = 0; j < other.length; j++) {
      next.push(Math.min(row[j] + Number(one[i] !== other[j]), row[j + 1] + 1, next[j] + 1));
    }
    row = next;
  }
  return row[other.length];
};
