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
};
