// The module that the runtime loads. It reads a signed body here, where awaiting is cheap, and then calls the worker
// once: an answer that needs no I/O comes back without a promise, of which Rust's each cost more than its parsing.

import Worker from './index.js';

const { answer, tick } = Worker.prototype;
// worker-build's note that a panic has ruined the wasm instance.
const instance = globalThis.__worker_init_state;
const MAX_BODY = 1024 * 1024;

/** The body, or undefined where it is too large. One without a declared length is not read beyond the limit either. */
const read = async (request) => {
  const length = request.headers.get('content-length');
  if (length !== null) return length > MAX_BODY ? undefined : new Uint8Array(await request.arrayBuffer());
  const chunks = [];
  let total = 0;
  for await (const chunk of request.body ?? []) {
    total += chunk.length;
    if (total > MAX_BODY) return undefined;
    chunks.push(chunk);
  }
  return new Uint8Array(await new Blob(chunks).arrayBuffer());
};

const isSigned = (headers) =>
  headers.get('x-signature-ed25519')?.length === 128 && headers.get('x-signature-timestamp')?.length <= 16;

/** Runs a call into the wasm, and remembers if it was the last that this instance could take. */
const watched = async (call) => {
  try {
    return await call();
  } catch (error) {
    instance.criticalError ||= error instanceof WebAssembly.RuntimeError;
    throw error;
  }
};

export default {
  async fetch(request, env, context) {
    let body;
    if (isSigned(request.headers)) {
      body = await read(request);
      if (!body) return new Response('The body is over 1 MiB.', { status: 413 });
    }
    // Constructing worker-build's class makes a new instance.
    if (instance.criticalError) new Worker(context, env);
    return watched(() => answer(request, env, context, body));
  },

  async scheduled(_event, env, context) {
    if (instance.criticalError) new Worker(context, env);
    return watched(() => tick(env, context));
  },
};
