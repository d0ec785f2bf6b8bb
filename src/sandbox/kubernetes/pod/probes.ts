import type { Probe } from '../../mesh/container-objects.ts';
import type { Container, PodObject } from '../../mesh/objects.ts';
import type { World } from '../../world.ts';
import { askProbe, type ProbeAnswer } from './ask-probe.ts';
import { tellUnhealthy } from './pod-events.ts';

type Check = {
  readonly world: World;
  readonly pod: PodObject;
  readonly container: Container;
  /** When this life of the container began. */
  readonly startedAt: Date;
};

/** How a running container stands by its probes, and when to look again. */
export type Health = {
  readonly ready: boolean;
  /** Whether its startup probe has been met, if it has one. */
  readonly started: boolean;
  /** The probe that has failed so often that the container has to end. */
  readonly condemned?: 'startup' | 'liveness';
  readonly retryMs?: number;
};

const kinds = ['startup', 'readiness', 'liveness'] as const;

type ProbeKind = (typeof kinds)[number];

/** What is known by one probe of one life of a container. */
type Record = {
  met: boolean;
  successes: number;
  failures: number;
  asking: boolean;
  askAtMs: number;
  /** Failures count no more often than the probe's period: a quick look must not use up what a slow start may take. */
  countAtMs: number;
};

type Life = { readonly startedAtMs: number; readonly records: { [Kind in ProbeKind]?: Record } };

/** Shortest pause between two looks at a container that isn't ready, in milliseconds. */
const shortestMs = 20;

/** How long nothing is said of a container that isn't up yet: a node doesn't ask that soon. In milliseconds. */
const startingMs = 1000;

/**
 * Asks containers what their probes want to know. Whether one is up is asked often, so that it is known soon; failures
 * count by the probe's own period, in real time.
 * @see https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/
 */
export class Probes {
  readonly #lives = new Map<string, Map<string, Life>>();

  check(check: Check): Health {
    const { world, pod, container } = check;
    const opaque = world.runtime.opaqueImage(pod.metadata.uid ?? '', container.name);
    if (opaque !== undefined) {
      grant(world, opaque, container);
      return { ready: true, started: true };
    }
    const { records } = this.#lifeOf(check);
    const startup = container.startupProbe && this.#ask(check, 'startup', container.startupProbe);
    const started = startup?.met ?? true;
    const asked = [startup];
    if (started) {
      asked.push(container.readinessProbe && this.#ask(check, 'readiness', container.readinessProbe));
      asked.push(container.livenessProbe && this.#ask(check, 'liveness', container.livenessProbe));
    }
    const nextMs = asked.flatMap((record) => (record ? [record.askAtMs] : []));
    const condemned = (['startup', 'liveness'] as const).find((kind) =>
      isCondemned(records[kind], container[`${kind}Probe`]),
    );
    return {
      started,
      ready: started && (container.readinessProbe ? Boolean(records.readiness?.met) : true),
      ...(condemned ? { condemned } : {}),
      ...(nextMs.length ? { retryMs: Math.max(shortestMs, Math.min(...nextMs) - now(world)) } : {}),
    };
  }

  /** Whether a container's startup probe has been met in this life. */
  isStarted(uid: string, { name, startupProbe }: Container): boolean {
    return !startupProbe || Boolean(this.#lives.get(uid)?.get(name)?.records.startup?.met);
  }

  forget(uid: string): void {
    this.#lives.delete(uid);
  }

  #ask(check: Check, kind: ProbeKind, probe: Probe): Record {
    const { world, pod, container } = check;
    const life = this.#lifeOf(check);
    const firstAtMs = life.startedAtMs + firstDelayMs(world, kind, probe);
    const fresh = { met: false, successes: 0, failures: 0, asking: false, askAtMs: firstAtMs, countAtMs: 0 };
    const record = life.records[kind] ?? fresh;
    life.records[kind] = record;
    if (record.asking || now(world) < record.askAtMs || (kind === 'startup' && record.met)) return record;
    record.asking = true;
    void askProbe(world, { pod, container: container.name }, probe).then((answer) => {
      record.asking = false;
      count(record, { answer, probe, kind, world });
      const early = now(world) - life.startedAtMs < startingMs && kind !== 'liveness';
      if (!answer.met && record.failures > 0 && !early) tellUnhealthy(world, pod, kind, answer.why);
    });
    return record;
  }

  /** A container that was started again is asked anew. */
  #lifeOf({ pod, container, startedAt }: Check): Life {
    const { uid = '' } = pod.metadata;
    const lives = this.#lives.get(uid) ?? new Map<string, Life>();
    this.#lives.set(uid, lives);
    const known = lives.get(container.name);
    if (known?.startedAtMs === startedAt.getTime()) return known;
    const life: Life = { startedAtMs: startedAt.getTime(), records: {} };
    lives.set(container.name, life);
    return life;
  }
}

const now = ({ clock }: World): number => clock.now().getTime();

/** What would end a container waits its full time; whether one is ready is asked soon. */
function firstDelayMs({ clock }: World, kind: ProbeKind, { initialDelaySeconds = 0 }: Probe): number {
  return initialDelaySeconds * (kind === 'liveness' ? 1000 : clock.latencyMs);
}

type Answered = {
  readonly answer: ProbeAnswer;
  readonly probe: Probe;
  readonly kind: ProbeKind;
  readonly world: World;
};

function count(record: Record, { answer, probe, kind, world }: Answered): void {
  const { periodSeconds = 10, successThreshold = 1, failureThreshold = 3 } = probe;
  const at = now(world);
  const settled = kind === 'liveness' || record.met;
  record.askAtMs = at + (settled ? periodSeconds * 1000 : Math.max(shortestMs, world.clock.latencyMs));
  if (answer.met) {
    record.failures = 0;
    record.successes += 1;
    if (record.successes >= successThreshold) record.met = true;
    if (record.met) record.askAtMs = at + periodSeconds * 1000;
    return;
  }
  record.successes = 0;
  if (at < record.countAtMs) return;
  record.countAtMs = at + periodSeconds * 1000 - shortestMs;
  record.failures += 1;
  if (kind === 'readiness' && record.failures >= failureThreshold) record.met = false;
}

function isCondemned(record: Record | undefined, probe: Probe | undefined): boolean {
  return record !== undefined && probe !== undefined && record.failures >= (probe.failureThreshold ?? 3);
}

/** Of an opaque container nobody knows what its probes would find: they are taken as met, and that is told. */
function grant({ runtime }: World, image: string, container: Container): void {
  for (const kind of kinds) if (container[`${kind}Probe`]) runtime.opaque.granted(image, `${kind}Probe`);
}
