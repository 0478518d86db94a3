// Which elements are display formulas, and what stands around them: the tables of both plugins.
//
// Nothing here looks for TeX: a formula is what an engine has typeset before. Each selector is a row of FORMS in
// mathfit/page/find/forms.py, and the elements to leave alone are NOT_WITHIN there; tests/npm compares them.

/**
 * @typedef {object} Options
 * @property {boolean} [katex]      wrap KaTeX's HTML output too, which fits without a wrapper (default: false)
 * @property {boolean} [translate]  let browsers translate the formulas' text (default: false)
 */

/**
 * What the plugins know of an element.
 * @typedef {object} Element
 * @property {string} name                                  in lower case
 * @property {readonly string[]} classes
 * @property {(name: string) => string | undefined} attribute
 */

/**
 * @typedef {object} Row
 * @property {string} selector            of the element that gets the wrapper
 * @property {Exclude<keyof Options, 'translate'>} [option]  the option that has to be on
 */

/** @type {readonly Row[]} */
export const DISPLAY = [
  // The script fits it by an attribute and custom properties of this element, which hydration keeps.
  { selector: '.katex-display', option: 'katex' },
  { selector: 'mjx-container[display="true"]' },
  { selector: 'math[display="block" i]' },
];

/** What lies within these is no formula of the reader's, or has its wrapper. */
export const LEFT_ALONE = [
  'template',
  'head',
  '.mwe-math-element',
  '.katex-mathml',
  'mjx-assistive-mml',
  '.MJX_Assistive_MathML',
  'annotation-xml',
  'math-fit',
  'select',
];

/** From outside to inside. */
export const WRAPPERS = ['math-fit', 'math-fit-room', 'math-fit-ink'];

/**
 * The attributes of the outer wrapper. The class says the same as `translate="no"` once more: React 19 sets the
 * property `translate` where it makes a custom element in the browser, and any text makes that true. With either,
 * `mathfit remove` does not take the wrapper for one that `mathfit apply` has written.
 * @param {Options} options
 * @returns {{ translate: string, class?: string }}
 */
export const outerAttributes = ({ translate = false }) =>
  translate ? { translate: 'yes' } : { translate: 'no', class: 'notranslate' };

/**
 * Tell what to do with an element: `wrap` it, `leave` it and all that is in it, or look inside (nothing).
 * @param {Options} options
 * @returns {(element: Element) => 'wrap' | 'leave' | undefined}
 */
export const judge = (options) => {
  const left = LEFT_ALONE.map(matcher);
  const rows = DISPLAY.map(({ selector, option }) => ({
    matches: matcher(selector),
    verdict: /** @type {'wrap' | 'leave'} */ (!option || options[option] ? 'wrap' : 'leave'),
  }));
  return (element) => {
    if (left.some((matches) => matches(element))) return 'leave';
    return rows.find(({ matches }) => matches(element))?.verdict;
  };
};

// A name, a class, an attribute's value: more is not needed.
const SELECTOR = /^([\w-]*)(?:\.([\w-]+))?(?:\[([\w-]+)="([^"]*)"( i)?\])?$/;

/**
 * @param {string} selector
 * @returns {(element: Element) => boolean}
 */
const matcher = (selector) => {
  const parts = SELECTOR.exec(selector);
  if (!parts) throw new Error(`mathfit cannot read the selector ${selector}`);
  const [, name, className, attribute, value, anyCase] = parts;
  return (element) => {
    if (name && name !== element.name) return false;
    if (className && !element.classes.includes(className)) return false;
    if (!attribute) return true;
    const found = element.attribute(attribute);
    return (anyCase ? found?.toLowerCase() : found) === value;
  };
};
