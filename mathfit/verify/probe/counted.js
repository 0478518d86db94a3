/*
 * Numbers that a stylesheet counts: which elements draw them, and from where on they are counted.
 *
 * What they say, no script of a page can learn: the browser tells it in counted.py.
 */
(parts) => {
  "use strict";
  const { NUMBERS, styleOf, holdsOnly } = parts;

  const COUNTER = /counters?\(\s*([-\w]+)/g;

  const places = new Map();
  // An element's place among all of the document.
  const placeOf = (element) => {
    if (places.size === 0) {
      let place = 0;
      for (const one of document.getElementsByTagName("*")) places.set(one, place++);
    }
    return places.get(element);
  };

  const countersOf = (element) => ["::before", "::after"].flatMap((pseudo) =>
    [...getComputedStyle(element, pseudo).content.matchAll(COUNTER)].map(([, name]) => name));

  const resets = new Map();
  const isReset = (element, name) => {
    let text = resets.get(element);
    if (text === undefined) {
      text = ` ${styleOf(element).counterReset} `;
      resets.set(element, text);
    }
    return text.includes(` ${name} `);
  };
  // Where a counter begins anew, as the page sees it: what is set around a formula alone is no
  // beginning, but how somebody keeps its number.
  const beginningOf = (unit, name) => {
    let outer = unit;
    while (outer.parentElement && outer.parentElement !== document.body &&
      holdsOnly(outer.parentElement, unit)) outer = outer.parentElement;
    for (let at = outer; at; at = at.parentElement) {
      for (let one = at === outer ? at.previousElementSibling : at; one; one = one.previousElementSibling) {
        if (isReset(one, name)) return placeOf(one);
      }
    }
    return -1;
  };

  // The elements that draw a display's counted numbers, and where each counter begins.
  const countedBy = (unit, beside, block) => {
    const elements = [];
    for (const number of [...unit.querySelectorAll(NUMBERS), ...beside]) {
      elements.push(number, ...number.querySelectorAll("*"));
    }
    for (let at = unit; at && holdsOnly(at, unit); at = at.parentElement) {
      elements.push(at);
      if (at === block) break;
    }
    const found = [...new Set(elements)].map((element) => ({ element, names: countersOf(element) }))
      .filter(({ names }) => names.length > 0);
    if (found.length === 0) return null;
    found.sort((one, other) => placeOf(one.element) - placeOf(other.element));
    const names = [...new Set(found.flatMap((one) => one.names))];
    return {
      places: found.map(({ element }) => placeOf(element)),
      from: names.map((name) => `${name}@${beginningOf(unit, name)}`).join(" "),
    };
  };
  const elementCount = () => document.getElementsByTagName("*").length;
  return { countedBy, elementCount };
}
