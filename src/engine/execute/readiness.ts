import { connect } from 'node:net';
import type { Wait } from '../model/runbook.ts';
import { builtInReadiness, type Readiness } from './background-command.ts';

export type Probe = { readonly for: Readiness; readonly withinMs: number };

const builtInWithinMs = 30_000;
const probeMs = 2_000;

/** What a background statement waits for, in order. */
export function probesOf(script: string, waits: readonly Wait[]): readonly Probe[] {
  if (waits.length > 0) return waits;
  return builtInReadiness(script).map((readiness) => ({ for: readiness, withinMs: builtInWithinMs }));
}

/** What shows that it is ready; undefined when it isn't yet. `printed` is all the command has printed. */
export async function probe(readiness: Readiness, printed: Printed): Promise<string | undefined> {
  switch (readiness.kind) {
    case 'forwarding':
      return forwarding(printed.stdout, readiness.ports);
    case 'serving':
      return lineWith(printed.stdout, 'Starting to serve on');
    case 'log':
      return lineWith(printed.stdout, readiness.text) ?? lineWith(printed.stderr, readiness.text);
    case 'port':
      return (await accepts(readiness.port)) ? `port ${readiness.port} accepts connections` : undefined;
    case 'http':
      return answers(readiness.url);
  }
}

type Printed = { readonly stdout: string; readonly stderr: string };

/** For people: what was waited for. */
export function describe(readiness: Readiness): string {
  switch (readiness.kind) {
    case 'forwarding':
      return '`Forwarding from` for each port';
    case 'serving':
      return '`Starting to serve on`';
    case 'log':
      return `\`${readiness.text}\` in its output`;
    case 'port':
      return `port ${readiness.port}`;
    case 'http':
      return `an answer from ${readiness.url}`;
  }
}

/** kubectl prints a line for each address of each port: `Forwarding from 127.0.0.1:8080 -> 80`. */
function forwarding(text: string, ports: number): string | undefined {
  const lines = [...text.matchAll(/^Forwarding from \S+:(\d+) -> \d+/gm)];
  return new Set(lines.map(([, port]) => port)).size >= ports ? lines[0]?.[0] : undefined;
}

function lineWith(text: string, part: string): string | undefined {
  return text.split('\n').find((line) => line.includes(part));
}

/** Whether something listens on a port of this machine. */
function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: 'localhost', timeout: probeMs });
    const settle = (accepted: boolean) => {
      socket.destroy();
      resolve(accepted);
    };
    socket.once('connect', () => settle(true));
    socket.once('timeout', () => settle(false));
    socket.once('error', () => settle(false));
  });
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
