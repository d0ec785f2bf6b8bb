import type { PodObject } from '../../mesh/objects.ts';
import type { Listener, Server } from '../workload.ts';

/** Who listens in a container: the server that its image is, and ports that its commands opened. */
export class Ports {
  readonly #opened = new Map<number, Listener>();
  readonly #isTaken: (port: number) => boolean;
  #server: Server | undefined;

  /** @param isTaken Whether another container of the pod listens there: they share their ports. */
  constructor(isTaken: (port: number) => boolean) {
    this.#isTaken = isTaken;
  }

  /** Gives the port that is taken, of those that the server is asked on; it doesn't serve then. */
  serve(server: Server, asked: readonly number[]): number | undefined {
    const taken = asked.find((port) => server(port) && this.#isTaken(port));
    if (taken === undefined) this.#server = server;
    return taken;
  }

  /** @throws Error when the port is taken; as errno says it */
  open(port: number, listener: Listener): () => void {
    if (this.listener(port) || this.#isTaken(port)) throw new Error('Address already in use');
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

/** The ports that a pod says its containers have. */
export const declaredPorts = ({ spec }: PodObject): readonly number[] =>
  (spec?.containers ?? []).flatMap(({ ports }) => (ports ?? []).map(({ containerPort }) => containerPort));

/** Each image has its own words for it. */
export const takenText = (port: number, image: string): string =>
  `sandbox: port ${port} is taken by another container of the pod; what ${image} says to that is not simulated`;
