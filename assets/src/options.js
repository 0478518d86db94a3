// What the tag of the script says. The tag is known only while the script is first run.

const script = /** @type {HTMLScriptElement | null} */ (document.currentScript);

export const options = { ...(script && script.dataset) };

/** The smallest scale; 0: no limit. */
export const floor = options.minScale ? +options.minScale : 0.4;
