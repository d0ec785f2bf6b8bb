import type { Wait } from '../model/runbook.ts';
import { expand, variablesIn } from '../shell/expand.ts';
import { localPortOf } from '../shell/port-forward.ts';
import type { SimpleCommand } from '../shell/simple-commands.ts';
import { builtInReadiness, type Readiness } from './background-command.ts';
import { type Forwarding, type Found, forwardingWatch } from './forwarding.ts';
import { accepts } from './local-port.ts';

/** What has to show that a background command is ready, in numbers and with its variables' values. */
export type Probe = {
  readonly for:
    | { readonly kind: 'port'; readonly port: number }
    | { readonly kind: 'http'; readonly url: string }
    | { readonly kind: 'log'; readonly text: string }
    | ({ readonly kind: 'forwarding' } & Forwarding)
    | { readonly kind: 'serving'; readonly port: number | undefined };
  readonly withinMs: number;
};

const builtInWithinMs = 30_000;
const probeMs = 2_000;

/** Values of variables, asked for by their names. */
export type Variables = (names: readonly string[]) => Promise<Readonly<Record<string, string>>>;

/**
 * What a background statement waits for, in order: what its `# wait:` lines say, else what is known of its commands.
 * A text says what is wrong with a `# wait:` line, now that its variables have values.
 */
export async function probesOf(
  waits: readonly Wait[],
  commands: readonly SimpleCommand[],
  variables: Variables,
): Promise<readonly Probe[] | string> {
  if (waits.length === 0) {
    const readiness = builtInReadiness(commands);
    const values = await valuesOf(readiness, variables);
    return readiness.flatMap((each) => {
      const target = resolve(each, values);
      return typeof target === 'string' ? [] : [{ for: target, withinMs: builtInWithinMs }];
    });
  }
  const values = await valuesOf(
    waits.map(({ for: what }) => what),
    variables,
  );
  const probes: Probe[] = [];
  for (const { for: what, withinMs } of waits) {
    const target = resolve(what, values);
    if (typeof target === 'string') return target;
    probes.push({ for: target, withinMs });
  }
  return probes;
}

function valuesOf(all: readonly Readiness[], variables: Variables) {
  const names = all.flatMap((each) => textsOf(each).flatMap(variablesIn));
  return variables([...new Set(names)]);
}

function textsOf(readiness: Readiness): readonly string[] {
  switch (readiness.kind) {
    case 'forwarding':
      return readiness.ports;
    case 'port':
    case 'serving':
      return [String(readiness.port)];
    case 'http':
      return [readiness.url];
    case 'log':
      return [readiness.text];
    default:
      return readiness satisfies never;
  }
}

/** Puts values in; a text says why there is no such port or address. */
function resolve(readiness: Readiness, values: Readonly<Record<string, string>>): Probe['for'] | string {
  if (readiness.kind === 'forwarding') {
    return { ...readiness, ports: readiness.ports.map((each) => localPortOf(expand(each, values))) };
  }
  if (readiness.kind === 'serving') return { kind: 'serving', port: portOf(expand(readiness.port, values)) };
  const [text = ''] = textsOf(readiness);
  const unset = variablesIn(text).find((name) => !values[name]);
  if (unset !== undefined)
    return `\`${unset}\` has no value, which \`# wait: ${readiness.kind} ${text}\` needs`;
  const value = expand(text, values);
  if (readiness.kind === 'log') return { kind: 'log', text: value };
  if (readiness.kind === 'http')
    return URL.canParse(value) ? { kind: 'http', url: value } : `\`${value}\` is no URL`;
  const port = portOf(value);
  return port === undefined ? `\`${value}\` is no port` : { kind: 'port', port };
}

function portOf(text: string): number | undefined {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  return port >= 1 && port <= 65_535 ? port : undefined;
}

/** All that a command has printed up to now. */
type Printed = { readonly stdout: string; readonly stderr: string };

/** Looks whether a probe has succeeded, again and again. `ownGroups` are process groups of the page's own jobs. */
export function watchFor(
  { for: what }: Probe,
  ownGroups: ReadonlySet<number>,
): (printed: Printed) => Promise<Found> {
  if (what.kind === 'forwarding') {
    const watch = forwardingWatch(what, ownGroups);
    return ({ stdout }) => watch(stdout);
  }
  return async (printed) => {
    const reason = await shownBy(what, printed);
    return reason === undefined ? undefined : { kind: 'ready', reason };
  };
}

async function shownBy(
  what: Exclude<Probe['for'], { kind: 'forwarding' }>,
  printed: Printed,
): Promise<string | undefined> {
  switch (what.kind) {
    case 'serving':
      return lineWith(printed.stdout, 'Starting to serve on');
    case 'log':
      return lineWith(printed.stdout, what.text) ?? lineWith(printed.stderr, what.text);
    case 'port':
      return (await accepts(what.port, 'localhost', probeMs))
        ? `port ${what.port} accepts connections`
        : undefined;
    case 'http':
      return answers(what.url);
    default:
      return what satisfies never;
  }
}

/** For people: what was waited for. */
export function describe({ for: what }: Probe): string {
  switch (what.kind) {
    case 'forwarding':
      return '`Forwarding from` for each port';
    case 'serving':
      return '`Starting to serve on`';
    case 'log':
      return `\`${what.text}\` in its output`;
    case 'port':
      return `port ${what.port}`;
    case 'http':
      return `an answer from ${what.url}`;
    default:
      return what satisfies never;
  }
}

function lineWith(text: string, part: string): string | undefined {
  return text.split('\n').find((line) => line.includes(part));
}

/** Any status will do: an answer shows that the server is up. Certificates of labs are seldom trusted. */
async function answers(url: string): Promise<string | undefined> {
  // Loaded where it is needed: Node's HTTP takes longer to load than a session to start.
  const { get } = url.startsWith('https:') ? await import('node:https') : await import('node:http');
  return new Promise((resolve) => {
    const options = { timeout: probeMs, agent: false, rejectUnauthorized: false } as const;
    try {
      const request = get(url, options, (response) => {
        response.destroy();
        resolve(`${url} answers HTTP ${response.statusCode}`);
      });
      request.once('timeout', () => request.destroy());
      request.once('error', () => resolve(undefined));
    } catch {
      resolve(undefined);
    }
  });
}
