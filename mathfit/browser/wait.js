/*
 * Resolves when the page has said its last word: engine done, fonts there, nothing moving.
 *
 * To be asked after the page's load event. Every step waits for an event of its own (the engine's queue or promise, the
 * fonts' promise, two frames without a change around a formula); none waits for a length of time. Whoever calls it sets
 * the limit.
 *
 * A function of two arguments, { engineFailed: boolean, again: boolean } and a settle step. `again` skips the engine and
 * the settle step (after a resize). The settle step is the caller's: an async function that is called once the page is
 * still, and after which the page has to become still once more; null for none. It gets { frame, formulas }: what waits
 * for a frame, and the selector of all formulas.
 *
 * Returns { state: "done" | "missing", engine, scripted, source }; `scripted` is false on a page that no script can
 * change, `source` is true on one that shows TeX and no formula: its engine may be on its way.
 *
 * What is being waited for stands under the symbol "mathfit.waiting", for the message about a page that took too long.
 */
async (options, settle) => {
  "use strict";
  const { engineFailed, again } = options;
  const waitFor = (what) => { globalThis[Symbol.for("mathfit.waiting")] = what; };
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  const FORMULA = "mjx-container, .MathJax_Display, .MJXc-display, .MathJax_SVG_Display, .MathJax, " +
    ".mjx-chtml, .mjpage, .katex, .katex-display, math";
  const ADDRESS = /MathJax\.js|\/(tex|mml|tex-mml)-(chtml|svg)[\w-]*\.js|\/mathjax[@/]/i;

  const engineOf = () => {
    const mathjax = window.MathJax;
    if (mathjax?.Hub?.Queue) return "MathJax 2";
    if (mathjax?.startup?.promise) return `MathJax ${mathjax.version ?? ""}`.trim();
    return null;
  };
  const expected = () =>
    (window.MathJax && typeof window.MathJax === "object") ||
    // No browser that runs this runs a script for browsers without modules.
    [...document.scripts].some((script) => !script.noModule && ADDRESS.test(script.src));

  const mathjax2 = () => new Promise((resolve) => {
    // The braces matter: a hook that returns the queue's callback would wait for itself.
    MathJax.Hub.Register.StartupHook("End", () => { MathJax.Hub.Queue(resolve); });
  });
  const mathjax3 = async () => {
    let promise;
    do { // a page may chain more typesetting onto the promise while we wait for it
      promise = MathJax.startup.promise;
      await promise;
    } while (promise !== MathJax.startup.promise);
    await MathJax.startup.document?.lazyTypesetAll?.();
  };

  let engine = engineOf();
  if (!again) {
    waitFor("the engine's start");
    while (!engine && expected()) {
      if (engineFailed) return { state: "missing", engine: "MathJax", scripted: true, source: true };
      await frame();
      engine = engineOf();
    }
    waitFor("the engine");
    if (engine === "MathJax 2") await mathjax2();
    else if (engine) await mathjax3();
  }

  // Now everything that follows from it: fonts, scripts that fit what was typeset, observers.
  let changed = false;
  const observer = new MutationObserver((records) => {
    for (const { target } of records) {
      const element = target instanceof Element ? target : target.parentElement;
      if (element && element !== document.body && element !== document.documentElement &&
          (element.closest(FORMULA) || element.querySelector(FORMULA))) changed = true;
    }
  });
  observer.observe(document.documentElement, {
    childList: true, subtree: true, characterData: true, attributes: true,
    attributeFilter: ["style", "class", "width", "height", "viewBox", "fit"],
  });
  const quiet = async () => {
    do {
      changed = false;
      waitFor("the fonts");
      await document.fonts.ready;
      waitFor("the formulas to stand still");
      await frame();
      await frame();
    } while (changed || document.fonts.status !== "loaded");
  };
  await quiet();
  if (!again && settle) {
    waitFor("the formulas that are far from the screen");
    await settle({ frame, formulas: FORMULA });
    await quiet();
  }
  observer.disconnect();
  const name = document.querySelector(".katex") ? "KaTeX"
    : document.querySelector("mjx-container, .MathJax") ? "MathJax"
    : document.querySelector("math") ? "MathML" : null;
  const scripted = [...document.scripts].some(
    (script) => !script.type || /^(module|importmap|(text|application)\/(x-)?(java|ecma)script)$/i.test(script.type));
  // The delimiters that every engine takes for an equation, and that nothing else is written in.
  const source = scripted && !engine && !name &&
    /\\[([]|\$\$|\\begin\{/.test(document.body?.innerText ?? "");
  return { state: "done", engine: engine ?? name, scripted, source };
}
