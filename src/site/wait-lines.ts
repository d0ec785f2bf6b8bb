import { builtInReadiness, type Readiness } from '../engine/execute/background-command.ts';
import type { ShellAction, Wait } from '../engine/model/runbook.ts';
import { quote } from '../engine/shell/quote.ts';
import { simpleCommands } from '../engine/shell/simple-commands.ts';

/** What a reader does where a run waits: commands to paste, and what to watch for where no command can tell. */
type ReadersWait = { readonly commands: readonly string[]; readonly watchFor: readonly string[] };

/** How a reader waits for a command in the background as a run does; nothing to do for any other command. */
export function readersWait({ script, background, waits }: ShellAction): ReadersWait {
  const awaited = !background
    ? []
    : waits.length > 0
      ? waits.map((wait) => wait.for)
      : builtInReadiness(simpleCommands(script));
  const all = awaited.map(waitFor);
  return {
    commands: [...new Set(all.flatMap(({ commands }) => commands))],
    watchFor: [...new Set(all.flatMap(({ watchFor }) => watchFor))],
  };
}

function waitFor(what: Readiness | Wait['for']): ReadersWait {
  switch (what.kind) {
    case 'port':
    case 'serving':
      return onPort(String(what.port));
    case 'http':
      return {
        commands: [`until curl -sko /dev/null ${address(what.url)}; do sleep 0.2; done`],
        watchFor: [],
      };
    case 'log':
      return { commands: [], watchFor: [what.text] };
    case 'forwarding': {
      const ports = what.ports.map((port) => /^(\d+|\$\w+|\$\{\w+\})(?::|$)/.exec(port)?.[1]);
      const all = ports.map((port) => (port === undefined ? undefined : onPort(port)));
      return {
        commands: all.flatMap((wait) => wait?.commands ?? []),
        watchFor: all.includes(undefined) ? ['Forwarding from'] : [],
      };
    }
    default:
      return what satisfies never;
  }
}

/** 7 is curl's "nobody listens"; whatever else it says, of a server that doesn't speak HTTP too, somebody does. */
function onPort(port: string): ReadersWait {
  const asked = `curl -sm 2 -o /dev/null localhost:${port}`;
  return { commands: [`until ${asked}; [ $? != 7 ]; do sleep 0.2; done`], watchFor: [] };
}

const address = (url: string): string => (/^[\w.:/$@{}-]+$/.test(url) ? url : quote(url));
