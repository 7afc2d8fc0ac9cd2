// The module that the runtime loads. It reads a signed body here, where awaiting is cheap, and then calls the worker
// once: an answer that needs no I/O comes back without a promise, of which Rust's each cost more than its parsing.

import Worker from './index.js';

const { answer, tick } = Worker.prototype;
// worker-build's note that a panic has ruined the wasm instance.
const instance = globalThis.__worker_init_state;
const MAX_BODY = 1024 * 1024;

// wasm-bindgen wakes its futures by this function; the runtime's own costs several times what a settled promise does.
const settled = Promise.resolve();
globalThis.queueMicrotask = (task) => void settled.then(task);

/** Takes note if this was the last call that the wasm instance could take. */
const failed = (error) => {
  instance.criticalError ||= error instanceof WebAssembly.RuntimeError;
  throw error;
};

/** The body's bytes, or undefined where it is too large. */
const read = (request) => {
  const length = request.headers.get('content-length');
  if (length === null) return readUndeclared(request);
  return length > MAX_BODY ? undefined : request.arrayBuffer();
};

/** The same without a declared length: nothing is read beyond the limit. */
const readUndeclared = async (request) => {
  const chunks = [];
  let total = 0;
  for await (const chunk of request.body ?? []) {
    total += chunk.length;
    if (total > MAX_BODY) return undefined;
    chunks.push(chunk);
  }
  return new Blob(chunks).arrayBuffer();
};

export default {
  async fetch(request, env, context) {
    const { headers } = request;
    const signature = headers.get('x-signature-ed25519');
    const timestamp = headers.get('x-signature-timestamp');
    let body;
    if (signature?.length === 128 && timestamp?.length <= 16) {
      const bytes = await read(request);
      if (!bytes) return new Response('The body is over 1 MiB.', { status: 413 });
      body = new Uint8Array(bytes);
    }
    // Constructing worker-build's class makes a new instance.
    if (instance.criticalError) new Worker(context, env);
    try {
      const answered = answer(request, env, context, signature, timestamp, body, read);
      return answered instanceof Response ? answered : await answered;
    } catch (error) {
      failed(error);
    }
  },

  async scheduled(_event, env, context) {
    if (instance.criticalError) new Worker(context, env);
    await tick(env, context).catch(failed);
  },
};
