import { parse } from 'unbash';
import { type Command, type CommandCall, FileError, pathOf, readAll } from '../commands/command.ts';
import { interactive } from './interactive.ts';
import { runScript } from './interpret.ts';
import { Jump, NotSimulated, type Scope, ShellError } from './scope.ts';
import { runExitTrap } from './traps.ts';

/** `sh` and `bash`: runs a script given by `-c`, in a file or on stdin; refuses what it doesn't know by name. */
export const shell: Command = async (call) => {
  const script = await scriptOf(call);
  if (typeof script === 'number') return script;
  const scope = scopeOf(call, script);
  if (script.text === undefined) return interactive(scope, (text) => runText(text, scope));
  const status = await runText(script.text, scope);
  return typeof status === 'number' ? status : status.exit;
};

/** Runs a text; of one that leaves the shell, `exit` says with what. */
async function runText(text: string, scope: Scope): Promise<number | { readonly exit: number }> {
  const parsed = parse(text);
  const [problem] = parsed.errors ?? [];
  const { io, shell: state } = scope;
  if (problem) {
    io.stderr(`${state.name}: syntax error: ${problem.message}\n`);
    return 2;
  }
  try {
    const status = await runScript(parsed, scope);
    await runExitTrap(scope, runScript);
    return status;
  } catch (error) {
    if (error instanceof Jump) {
      state.status = error.status;
      await runExitTrap(scope, runScript).catch(() => undefined);
      return { exit: error.status };
    }
    if (error instanceof NotSimulated) io.stderr(`${error.message}\n`);
    else if (error instanceof ShellError) io.stderr(`${state.name}: ${error.message}\n`);
    else if (error instanceof FileError) io.stderr(`${state.name}: ${error.message}\n`);
    else throw error;
    state.status = error instanceof ShellError ? error.status : 2;
    return { exit: state.status };
  }
}

function scopeOf({ argv, env, host, io, cwd = '/' }: CommandCall, script: Script): Scope {
  const name = argv[0]?.replace(/^.*\//, '') ?? 'sh';
  return {
    host,
    io,
    tested: false,
    shell: {
      name: name === 'bash' ? 'bash' : 'sh',
      variables: new Map(Object.entries(env)),
      exported: new Set(Object.keys(env)),
      readonly: new Set(),
      functions: new Map(),
      arguments: script.arguments,
      status: 0,
      cwd,
      options: new Set(script.options),
      traps: new Map(),
      locals: [],
      jobs: [],
      steps: 0,
      trapping: false,
    },
  };
}

/** `text` is absent for a shell that somebody types into. */
type Script = {
  readonly text?: string;
  readonly arguments: readonly string[];
  readonly options: readonly string[];
};

/** The script, or the exit code of a refusal. */
async function scriptOf(call: CommandCall): Promise<Script | number> {
  const { argv, io } = call;
  const [name = 'sh', ...args] = argv;
  const { isText, options, unknown } = flagsOf(args);
  if (unknown !== undefined) {
    io.stderr(`sandbox: ${name} -${unknown} is not simulated\n`);
    return 2;
  }
  if (isText) {
    const [text, ...rest] = args;
    if (text !== undefined) return { text, arguments: rest.length ? rest : [name], options };
    io.stderr(`${name}: -c: option requires an argument\n`);
    return 2;
  }
  const [file, ...rest] = args;
  if (file !== undefined) {
    const text = await textOfFile(call, file);
    return text === undefined ? 2 : { text, arguments: [file, ...rest], options };
  }
  if (io.tty) return { arguments: [name], options };
  return { text: (await readAll(io.stdin)).toString(), arguments: [name], options };
}

/** Takes the shell's own flags from the front of its arguments: `-c`, `-eux`, `-o pipefail`. */
function flagsOf(args: string[]) {
  const options: string[] = [];
  let isText = false;
  let unknown: string | undefined;
  while (/^-[a-zA-Z]/.test(args[0] ?? '')) {
    for (const letter of args.shift()?.slice(1) ?? '') {
      if (letter === 'c') isText = true;
      else if (letter === 'o') options.push(args.shift() ?? '');
      else if ('eux'.includes(letter)) options.push(letter);
      else if (!'li'.includes(letter)) unknown ??= letter;
    }
  }
  return { isText, options, unknown };
}

async function textOfFile(call: CommandCall, file: string): Promise<string | undefined> {
  try {
    return (await call.host.files.read(pathOf(call, file))).toString();
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    call.io.stderr(`${call.argv[0] ?? 'sh'}: can't open '${file}': ${error.message}\n`);
    return undefined;
  }
}
