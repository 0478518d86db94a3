/**
 * Closes the ways to the network that are no requests, in a page before its own scripts run.
 * What the page wanted to reach is told by a request below `refused`, which is never let through.
 * `shared` is the text of shared.js, which comes first in a script whose address has `marker`.
 *
 * @param {string} refused
 * @param {string} shared
 * @param {string} marker
 */
(refused, shared, marker) => {
  const page = /** @type {Record<string, any>} */ (/** @type {unknown} */ (globalThis));

  /** @param {unknown} address */
  const tell = (address) => {
    // `stun:host:3478` has no slashes, without which nobody reads a host out of it.
    const whole = String(address).replace(/^(\w+):(?!\/)/, "$1://");
    new Image().src = refused + encodeURIComponent(whole);
  };

  /**
   * @param {string} name
   * @param {(...given: any[]) => unknown[]} addresses
   */
  const close = (name, addresses) => {
    if (!page[name]) return;
    page[name] = new Proxy(page[name], {
      construct(_, given) {
        addresses(...given).forEach(tell);
        throw new DOMException(`${name} is closed`, "NotSupportedError");
      },
    });
  };

  /** @param {RTCConfiguration} [options] */
  const servers = (options) => (options?.iceServers ?? []).flatMap(({ urls }) => urls);

  close("RTCPeerConnection", servers);
  close("webkitRTCPeerConnection", servers);
  close("WebTransport", (address) => [address]);

  // Nobody is told of the requests of a shared worker who answers those of pages. So a page has one
  // of its own, which is an ordinary worker and takes itself for a shared one.
  /** @type {Map<string, Worker>} */
  const workers = new Map();

  /** @param {URL} address @param {string | undefined} type */
  const script = (address, type) => {
    if (/^https?:$/.test(address.protocol)) {
      // The script is given with `shared` before it: a blob would have no folder of its own.
      address.search += (address.search && "&") + marker;
      return address.href;
    }
    const file = JSON.stringify(address.href);
    const load = type === "module" ? `import ${file};` : `importScripts(${file});`;
    return URL.createObjectURL(new Blob([shared, load], { type: "text/javascript" }));
  };

  if (page.SharedWorker) {
    page.SharedWorker = class SharedWorker extends EventTarget {
      /** @type {((event: ErrorEvent) => void) | null} */
      onerror = null;

      /** @param {string | URL} given @param {string | (WorkerOptions & {name?: string})} [options] */
      constructor(given, options = {}) {
        super();
        const how = typeof options === "string" ? { name: options } : options;
        const address = new URL(given, document.baseURI);
        const key = JSON.stringify([address.href, how.name, how.type]);
        const worker = workers.get(key) ?? new Worker(script(address, how.type), how);
        workers.set(key, worker);
        worker.addEventListener("error", (event) => {
          this.onerror?.(event);
          this.dispatchEvent(new ErrorEvent("error", event));
        });
        const { port1, port2 } = new MessageChannel();
        this.port = port1;
        worker.postMessage("", [port2]);
      }
    };
  }
};
