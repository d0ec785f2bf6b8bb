/** A command that a runner of GitHub Actions finds in a log. */
export type FoundCommand = {
  readonly name: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly data: string;
};

const known =
  /^(?:error|warning|notice|debug|group|endgroup|stop-commands|add-mask|set-env|add-path|set-output)$/i;

/**
 * Reads a log as the runner does: `::name k=v,…::data` behind blanks, or the older `##[name k=v;…]data` anywhere in a
 * line, but after `stop-commands` nothing until its token.
 * @see https://github.com/actions/runner, ActionCommand.cs and ActionCommandManager.cs
 */
export function commandsOf(log: string): readonly FoundCommand[] {
  const found: FoundCommand[] = [];
  let token: string | undefined;
  for (const line of log.split(/\r\n|\r|\n/)) {
    const command = parsed(line);
    if (token !== undefined) {
      if (line.trimStart().startsWith(`::${token}::`)) token = undefined;
      continue;
    }
    if (command === undefined) continue;
    found.push(command);
    if (command.name === 'stop-commands') token = command.data;
  }
  if (token !== undefined) throw new Error('commands are stopped for good');
  return found;
}

function parsed(line: string): FoundCommand | undefined {
  const [, info, data] = /^\s*::(.*?)::(.*)$/.exec(line) ?? /##\[([^\]]*)\](.*)$/.exec(line) ?? [];
  const [, name, rest = ''] = /^(\S+) ?(.*)$/.exec(info ?? '') ?? [];
  if (name === undefined || data === undefined || !known.test(name)) return undefined;
  const pairs = rest.split(',').map((pair) => /^([^=]+)=(.+)$/.exec(pair) ?? []);
  const properties = pairs.flatMap(([, key, value]) =>
    key && value ? [[key.trim(), unescaped(value)]] : [],
  );
  return { name, properties: Object.fromEntries(properties), data: unescaped(data) };
}

function unescaped(text: string): string {
  const characters: Readonly<Record<string, string>> = {
    '0D': '\r',
    '0A': '\n',
    '3A': ':',
    '2C': ',',
    '25': '%',
  };
  return text.replace(/%(0D|0A|3A|2C|25)/g, (_, code: string) => characters[code] ?? '');
}
