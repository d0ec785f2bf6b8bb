import { readKubectl } from './kubectl.ts';
import { simpleCommands } from './simple-commands.ts';

/**
 * Shell text whose `kubectl run -i` and the like read nothing, as in a run: in a terminal they would take the lines that
 * were pasted below them for their own. What is given something to read stays.
 */
export function withoutStdin(script: string): string {
  const ends = simpleCommands(script).flatMap((command) => {
    const flags = readKubectl(command)?.flags;
    const reads = flags?.has('stdin') && !command.place.fed;
    return reads && command.place.within === undefined ? [command.to] : [];
  });
  return ends
    .toSorted((one, other) => other - one)
    .reduce((text, end) => `${text.slice(0, end)} </dev/null${text.slice(end)}`, script);
}
