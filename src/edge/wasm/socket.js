import { connect } from 'cloudflare:sockets';

/** A TCP connection whose reader and writer are taken once. What an operation brings is handed over under a number. */
export class Connection {
  #socket;
  #reader;
  #writer;

  constructor(socket) {
    this.#socket = socket;
    this.#reader = socket.readable.getReader();
    this.#writer = socket.writable.getWriter();
  }

  /** Hands over the next bytes, null at the end. */
  read(handOver, number) {
    this.#reader.read().then(
      ({ value }) => handOver(number, value ?? null),
      (error) => handOver(number, error),
    );
  }

  write(bytes, handOver, number) {
    this.#writer.write(bytes).then(
      () => handOver(number, null),
      (error) => handOver(number, error),
    );
  }

  close(handOver, number) {
    this.#socket.close().then(
      () => handOver(number, null),
      (error) => handOver(number, error),
    );
  }

  /** The same connection under TLS. */
  encrypt() {
    this.#reader.releaseLock();
    this.#writer.releaseLock();
    return new Connection(this.#socket.startTls());
  }
}

export function dial(hostname, port, encrypted) {
  return new Connection(connect({ hostname, port }, { secureTransport: encrypted ? 'starttls' : 'off' }));
}
