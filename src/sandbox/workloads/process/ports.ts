import type { Listener, Server } from '../workload.ts';

/** Who listens in a container: the server that its image is, and ports that its commands opened. */
export class Ports {
  readonly #opened = new Map<number, Listener>();
  #server: Server | undefined;

  serve(server: Server): void {
    this.#server = server;
  }

  /** @throws Error when the port is taken; as errno says it */
  open(port: number, listener: Listener): () => void {
    if (this.listener(port)) throw new Error('Address already in use');
    this.#opened.set(port, listener);
    return () => {
      if (this.#opened.get(port) === listener) this.#opened.delete(port);
    };
  }

  listener(port: number): Listener | undefined {
    return this.#opened.get(port) ?? this.#server?.(port);
  }

  close(): void {
    this.#opened.clear();
    this.#server = undefined;
  }
}
