import { parse } from 'unbash';
import { type Command, type CommandCall, readAll } from '../commands/command.ts';
import { runScript } from './interpret.ts';
import { Jump, NotSimulated, type Scope } from './scope.ts';

/** `sh` and `bash`: runs a script given by `-c` or on stdin, as far as the subset goes; refuses the rest by name. */
export const shell: Command = async (call) => {
  const script = await scriptOf(call);
  if (typeof script === 'number') return script;
  const parsed = parse(script.text);
  const [problem] = parsed.errors ?? [];
  if (problem) {
    call.io.stderr(`${call.argv[0]}: syntax error: ${problem.message}\n`);
    return 2;
  }
  const scope: Scope = {
    host: call.host,
    io: call.io,
    variables: new Map(Object.entries(call.env)),
    exported: new Set(Object.keys(call.env)),
    arguments: script.arguments,
    status: 0,
  };
  try {
    return await runScript(parsed, scope);
  } catch (error) {
    if (error instanceof Jump) return error.status;
    if (!(error instanceof NotSimulated)) throw error;
    call.io.stderr(`${error.message}\n`);
    return 2;
  }
};

type Script = { readonly text: string; readonly arguments: readonly string[] };

/** The script, or the exit code of a refusal. */
async function scriptOf({ argv, io }: CommandCall): Promise<Script | number> {
  const [name = 'sh', flag, text, ...rest] = argv;
  if (flag !== undefined && /^-[l]*c$/.test(flag)) {
    if (text !== undefined) return { text, arguments: rest.length ? rest : [name] };
    io.stderr(`${name}: -c: option requires an argument\n`);
    return 2;
  }
  if (flag !== undefined) {
    io.stderr(`sandbox: ${name} ${flag} is not simulated\n`);
    return 2;
  }
  if (io.tty) {
    io.stderr(`sandbox: an interactive ${name} is not simulated\n`);
    return 2;
  }
  return { text: (await readAll(io.stdin)).toString(), arguments: [name] };
}
