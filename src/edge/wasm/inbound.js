// What JavaScript does in one crossing for which Rust needs several.

/** A whole response from one string. */
export function answer(status, contentType, body) {
  return new Response(body, { status, headers: { 'content-type': contentType } });
}
