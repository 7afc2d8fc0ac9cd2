// Reads, verifies and answers requests with as few crossings between JavaScript and wasm as possible.

// Imported keys of bots, by hex. Bounded: an isolate may meet more bots than it should remember.
const keys = new Map();
const MAX_KEYS = 1024;

const importKey = async (hex) => {
  const key = await crypto.subtle.importKey('raw', Uint8Array.fromHex(hex), { name: 'Ed25519' }, false, ['verify']);
  if (keys.size >= MAX_KEYS) keys.delete(keys.keys().next().value);
  keys.set(hex, key);
  return key;
};

const SIGNATURE = /^[0-9a-fA-F]{128}$/;
const TIMESTAMP = /^[0-9]{1,16}$/;

/** Whether an Ed25519 signature over the bytes is by the key. Both are hex; neither needs to be well-formed. */
export async function verify(keyHex, signature, message) {
  if (!SIGNATURE.test(signature)) return false;
  try {
    const key = keys.get(keyHex) ?? (await importKey(keyHex));
    return await crypto.subtle.verify('Ed25519', key, Uint8Array.fromHex(signature), message);
  } catch {
    // The key is no point of the curve.
    return false;
  }
}

/** The body as bytes, or 413. */
export async function readBody(request, max) {
  if (Number(request.headers.get('content-length')) > max) return 413;
  const body = new Uint8Array(await request.arrayBuffer());
  return body.length > max ? 413 : body;
}

/** The body as bytes if its signature fits, else 400 (headers), 401 (signature) or 413 (too large). */
export async function readSigned(request, keyHex, max, freshFor) {
  const headers = request.headers;
  const signature = headers.get('x-signature-ed25519');
  const timestamp = headers.get('x-signature-timestamp');
  if (signature?.length !== 128 || !TIMESTAMP.test(timestamp)) return 400;
  if (Math.abs(Math.floor(Date.now() / 1000) - Number(timestamp)) > freshFor) return 400;
  const body = await readBody(request, max);
  if (body === 413) return 413;
  const message = new Uint8Array(timestamp.length + body.length);
  for (let i = 0; i < timestamp.length; i++) message[i] = timestamp.charCodeAt(i);
  message.set(body, timestamp.length);
  return (await verify(keyHex, signature, message)) ? body : 401;
}

/** A whole response from one string. */
export function answer(status, contentType, body) {
  return new Response(body, { status, headers: { 'content-type': contentType } });
}
