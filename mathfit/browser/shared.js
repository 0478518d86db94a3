// Makes a worker take itself for a shared one: each message to it brings the port of one who
// connects. Comes before the worker's own script, which may be a module.
addEventListener("message", ({ ports }) => {
  const worker = /** @type {Record<string, any>} */ (/** @type {unknown} */ (globalThis));
  const [port] = ports;
  const connect = new MessageEvent("connect", { data: "", ports: [...ports], source: port });
  worker.onconnect?.(connect);
  dispatchEvent(connect);
});
