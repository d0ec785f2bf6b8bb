import type { Wait } from '../model/runbook.ts';
import type { CommandLine } from '../shell/command-line.ts';
import { readKubectl } from '../shell/kubectl.ts';
import { localPortOf, readPortForward } from '../shell/port-forward.ts';
import type { ShellSource } from '../shell/read-script.ts';
import { isOutputRedirected, simpleCommands } from '../shell/simple-commands.ts';

/** What shows that a background command is ready: a `# wait:` line, or what we know of the command. */
export type Readiness =
  | Wait['for']
  /** kubectl says so of every local port. */
  | { readonly kind: 'forwarding'; readonly ports: number }
  | { readonly kind: 'serving' };

/**
 * What a background command without `# wait:` lines waits for: `kubectl port-forward` and `kubectl proxy` say on
 * stdout when they are ready (a connection as a probe could break the forward), wherever they stand in it. With stdout
 * sent elsewhere only the ports are left to look at. Empty for other commands.
 */
export function builtInReadiness(source: ShellSource): readonly Readiness[] {
  const commands = simpleCommands(source).filter(
    ({ place }) => place.background && !place.substitution && place.function === undefined,
  );
  return commands.flatMap((command) => {
    const line = readKubectl(command);
    return line === undefined ? [] : readinessOf(line);
  });
}

function readinessOf(line: CommandLine): readonly Readiness[] {
  const elsewhere = isOutputRedirected(line.command);
  if (line.verb === 'proxy') return elsewhere ? [] : [{ kind: 'serving' }];
  const ports = readPortForward(line.command)?.ports ?? [];
  if (line.verb !== 'port-forward' || (ports.length === 0 && line.certain)) return [];
  if (!elsewhere) return [{ kind: 'forwarding', ports: Math.max(1, ports.length) }];
  return ports.flatMap(({ value }) => {
    const port = localPortOf(value);
    return port === undefined ? [] : [{ kind: 'port', port }];
  });
}
