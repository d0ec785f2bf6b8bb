/** What a person can do about a container that nobody can look into. */
const ways =
  'describe it in a workloads.yaml beside the runbook, use an image that is simulated, or run on a cluster';

/** Refuses what only somebody who knows an image can answer: `sandbox: image "x" is opaque: its log is not known; …`. */
export const opaqueText = (image: string, what: string): string =>
  `sandbox: image "${image}" is opaque: ${what} is not known; ${ways}`;

/** What is known of the opaque images of a cluster. */
export type OpaqueUse = {
  readonly image: string;
  readonly containers: number;
  /** Kinds of probes that were taken as met. */
  readonly granted: readonly string[];
  /** What somebody wanted to know of its containers, and wasn't told. */
  readonly asked: readonly string[];
};

/** Keeps account of what a cluster takes for granted, so that a run can say so. */
export class OpaqueLedger {
  readonly #images = new Map<string, Record<'containers' | 'granted' | 'asked', Set<string>>>();

  /** A container of the image runs; `id` tells it from others. */
  ran(image: string, id: string): void {
    this.#of(image).containers.add(id);
  }

  granted(image: string, probe: string): void {
    this.#of(image).granted.add(probe);
  }

  asked(image: string, what: string): void {
    this.#of(image).asked.add(what);
  }

  list(): readonly OpaqueUse[] {
    return [...this.#images].map(([image, { containers, granted, asked }]) => ({
      image,
      containers: containers.size,
      granted: [...granted].toSorted(),
      asked: [...asked].toSorted(),
    }));
  }

  #of(image: string) {
    const known = this.#images.get(image) ?? {
      containers: new Set<string>(),
      granted: new Set<string>(),
      asked: new Set<string>(),
    };
    this.#images.set(image, known);
    return known;
  }
}
