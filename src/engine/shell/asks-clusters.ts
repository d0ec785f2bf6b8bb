import { readIstioctl } from './istioctl.ts';
import { readKubectl } from './kubectl.ts';
import { type SimpleCommand, simpleCommands } from './simple-commands.ts';

/** Verbs of kubectl and istioctl that only look at files and at the tool itself. */
const local: ReadonlySet<string> = new Set([
  'completion',
  'config',
  'help',
  'kustomize',
  'manifest',
  'options',
  'plugin',
]);

/**
 * Whether shell text runs a command that is known to ask a cluster. What can't be told asks nothing: this is for what
 * may be begun ahead, not for what has to be.
 */
export function asksClusters(script: string): boolean {
  if (!/kubectl|istioctl/.test(script)) return false;
  return simpleCommands(script).some((command) => command.place.function === undefined && asks(command));
}

function asks(command: SimpleCommand): boolean {
  const line = readKubectl(command) ?? readIstioctl(command);
  if (line?.verb === undefined || local.has(line.verb)) return false;
  return !line.flags.has('help') && !line.flags.has('client');
}
