/**
 * Closes the ways to the network that are no requests, in a page before its own scripts run.
 * What the page wanted to reach is told by a request below `refused`, which is never let through.
 *
 * @param {string} refused
 */
(refused) => {
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

  // Runs in a shared worker, of whose requests nobody is told who answers those of pages.
  /** @param {string} channel @param {string} script */
  const inside = (channel, script) => {
    const worker = /** @type {Record<string, any>} */ (/** @type {unknown} */ (globalThis));
    const told = new BroadcastChannel(channel);
    /** @param {any} address */
    const tell = (address) => told.postMessage(String(address?.url ?? address));
    /** @param {Record<string, any>} owner @param {string} name @param {number} [which] */
    const listen = (owner, name, which = 0) => {
      if (!owner?.[name]) return;
      owner[name] = new Proxy(owner[name], {
        apply(call, self, given) {
          tell(given[which]);
          return Reflect.apply(call, self, given);
        },
        construct(call, given, target) {
          tell(given[which]);
          return Reflect.construct(call, given, target);
        },
      });
    };
    const load = worker.importScripts;
    const ways = ["fetch", "WebSocket", "WebTransport", "EventSource", "importScripts"];
    for (const name of ways) listen(worker, name);
    listen(worker.XMLHttpRequest?.prototype, "open", 1);
    load.call(worker, script);
  };

  /** @type {Map<string, string>} */
  const listening = new Map();

  /** @param {string} script the address of a blob */
  const listeningTo = (script) => {
    const known = listening.get(script);
    if (known) return known;
    const name = `mathfit ${Math.random()}`;
    new BroadcastChannel(name).onmessage = ({ data }) => {
      const { origin, protocol } = new URL(data, location.href);
      if (origin !== location.origin && /^(http|ws)s?:/.test(protocol)) tell(data);
    };
    const source = `(${inside})(${JSON.stringify(name)}, ${JSON.stringify(script)})`;
    const address = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
    listening.set(script, address);
    return address;
  };

  // Only a blob is wrapped: a file of the site has addresses that are relative to its own.
  if (page.SharedWorker) {
    page.SharedWorker = new Proxy(page.SharedWorker, {
      construct(made, [address, options], target) {
        const module = typeof options === "object" && options?.type === "module";
        const wrapped = String(address).startsWith("blob:") && !module;
        const script = wrapped ? listeningTo(String(address)) : address;
        return Reflect.construct(made, [script, options], target);
      },
    });
  }
};
