import type { Touched } from '../model/finding.ts';
import { commandsIn } from './commands.ts';
import { touchedByCommand } from './touched.ts';

/** A `kubectl port-forward` of a script: the local ports, and what they lead to. */
type Forwarding = { readonly ports: readonly number[]; readonly target: Touched };

/** The port-forwards that a script starts; ports that the server chooses (`:80`) can't be known. */
export function forwardingsIn(script: string): readonly Forwarding[] {
  const commands = commandsIn(script).filter(
    ({ name, words }) => name === 'kubectl' && words.includes('port-forward'),
  );
  return commands.map((command) => ({
    ports: command.words.flatMap((word) => /^(\d+)(?::\d+)?$/.exec(word)?.[1] ?? []).map(Number),
    target: touchedByCommand(command)[0] ?? {},
  }));
}

/** Local ports that a script speaks to: `localhost:8080`, `127.0.0.1:8080`, `localhost 8080`. */
export function localPortsIn(script: string): readonly number[] {
  const matches = script.matchAll(/\b(?:localhost|127\.0\.0\.1|\[::1\])[: ](\d{2,5})\b/g);
  return [...new Set([...matches].map(([, port]) => Number(port)))];
}
