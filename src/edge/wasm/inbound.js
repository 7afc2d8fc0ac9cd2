// What JavaScript does in one crossing for which Rust needs several.

/** A whole response from one string. */
export function answer(status, contentType, body) {
  return new Response(body, { status, headers: { 'content-type': contentType } });
}

/** All headers of a request: name, value, name, value, … */
export function headers(request) {
  return [...request.headers].flat();
}

/** A whole response whose body is known: `headers` as above. */
export function answerWhole(status, headers, body) {
  const pairs = [];
  for (let at = 0; at < headers.length; at += 2) pairs.push([headers[at], headers[at + 1]]);
  // These statuses have no body. Source: Fetch standard, "null body status".
  return new Response([204, 205, 304].includes(status) ? null : body, { status, headers: pairs });
}
