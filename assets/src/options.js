// What the tag of the script says. The tag is known only while the script is first run.

const script = /** @type {HTMLScriptElement | null} */ (document.currentScript);

export const options = { ...(script && script.dataset) };

const DEFAULT_FLOOR = 0.4;
const asked = options.minScale ? +options.minScale : DEFAULT_FLOOR;
const isScale = asked >= 0 && asked <= 1;

/** The smallest scale; 0: no limit. */
export const floor = isScale ? asked : DEFAULT_FLOOR;
if (!isScale) console.warn(`mathfit: data-min-scale is to be a number from 0 to 1, not ${options.minScale}`);
