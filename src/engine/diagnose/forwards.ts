import type { Touched } from '../model/finding.ts';
import { localPortOf, portForwardsIn } from '../shell/port-forward.ts';
import type { ShellSource } from '../shell/read-script.ts';
import { type SimpleCommand, simpleCommands } from '../shell/simple-commands.ts';
import { touchedByLine } from './touched.ts';

/** A `kubectl port-forward` of a script: the local ports, and what they lead to. */
type Forwarding = { readonly ports: readonly number[]; readonly target: Touched };

/** The port-forwards that commands start; ports that the server chooses (`:80`) can't be known. */
export function forwardingsIn(commands: readonly SimpleCommand[]): readonly Forwarding[] {
  return portForwardsIn(commands).map(({ line, ports }) => ({
    ports: ports.flatMap(({ value }) => localPortOf(value) ?? []),
    target: touchedByLine(line)[0] ?? {},
  }));
}

/** Local ports that a script speaks to: `localhost:8080`, `127.0.0.1:8080`, `localhost 8080`. */
export function localPortsIn(source: ShellSource): readonly number[] {
  const texts = simpleCommands(source).map(({ words }) => words.map(({ value }) => value).join(' '));
  const matches = texts.flatMap((text) => [
    ...text.matchAll(/\b(?:localhost|127\.0\.0\.1|\[::1\])[: ](\d{2,5})\b/g),
  ]);
  return [...new Set(matches.map(([, port]) => Number(port)))];
}
