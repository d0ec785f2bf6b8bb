import type { Wait } from '../model/runbook.ts';
import { type CommandLine, flagValue } from '../shell/command-line.ts';
import { readKubectl } from '../shell/kubectl.ts';
import { readPortForward } from '../shell/port-forward.ts';
import { isOutputRedirected, type SimpleCommand } from '../shell/simple-commands.ts';
import { unrolled } from '../shell/unroll.ts';

/** What shows that a background command is ready: a `# wait:` line, or what we know of the command. */
export type Readiness =
  | Wait['for']
  /**
   * kubectl says so of every local port. `ports` are as they are written, `8080:80`, with variables; there may be more.
   * On `localhost` it forwards on every address of that name.
   */
  | { readonly kind: 'forwarding'; readonly ports: readonly string[]; readonly localhost: boolean }
  | { readonly kind: 'serving'; readonly port: string };

/**
 * What commands in the background wait for without `# wait:` lines: `kubectl port-forward` and `kubectl proxy` say on
 * stdout when they are ready (a connection as a probe could break the forward), wherever they stand. With stdout sent
 * elsewhere only the ports are left to look at. Empty for other commands.
 */
export function builtInReadiness(commands: readonly SimpleCommand[]): readonly Readiness[] {
  const lines = commands
    .filter(({ place }) => place.background && !place.substitution)
    .flatMap(unrolled)
    .flatMap((command) => readKubectl(command) ?? []);
  const forwards = lines.filter((line) => line.verb === 'port-forward' && !isIdle(line));
  const told = forwards.filter(({ command }) => !isOutputRedirected(command));
  const ports = told.flatMap(portsOf);
  const forwarding = { kind: 'forwarding', ports, localhost: told.some(isOnLocalhost) } as const;
  const untold = forwards.filter((line) => !told.includes(line)).flatMap(portsOf);
  const proxies = lines.filter(({ verb, command }) => verb === 'proxy' && !isOutputRedirected(command));
  return [
    ...(told.length > 0 ? [forwarding] : []),
    ...untold
      .map((port) => ({ kind: 'port' as const, port: port.replace(/:.*$/, '') }))
      .filter(({ port }) => port !== ''),
    ...proxies.map((line) => ({ kind: 'serving' as const, port: flagValue(line, 'port')?.value ?? '8001' })),
  ];
}

/** Without a port to forward, kubectl only complains. */
function isIdle(line: CommandLine): boolean {
  return line.certain && portsOf(line).length === 0;
}

function portsOf({ command }: CommandLine): readonly string[] {
  return (readPortForward(command)?.ports ?? []).map(({ value }) => value);
}

/** @see `kubectl port-forward --help`: `localhost` is both of its addresses, and what is forwarded on by default */
function isOnLocalhost(line: CommandLine): boolean {
  const addresses = flagValue(line, 'address')?.value;
  return addresses === undefined || addresses.split(',').includes('localhost');
}
