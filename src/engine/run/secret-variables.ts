import { isHidden, isSecretVariable, type SecretScope } from '../mask/secret-values.ts';
import type { Session } from '../model/session.ts';
import { type SimpleCommand, simpleCommands } from '../shell/simple-commands.ts';
import { shellNames } from '../shell/variables.ts';

/** Secret variables that a statement may set; `unknown`: it may set any. */
type SecretsSet = readonly string[] | 'unknown';

/** What calling a function may set, and which commands it runs, other functions perhaps. */
type FunctionBody = { readonly sets: SecretsSet; readonly calls: readonly string[] };

/** Commands that run text which is read when they run. */
const readers: ReadonlySet<string> = new Set(['eval', 'source', '.']);

/** Builtins that set the variables which their words name. */
const setters: ReadonlySet<string> = new Set([
  'declare',
  'export',
  'readonly',
  'typeset',
  'read',
  'mapfile',
  'readarray',
]);

/**
 * Knows which statements of a session may give a secret variable its value, so that the session is asked for it right
 * behind them and not behind all others. What only a subshell, a function's `local` or the environment of one command
 * holds can't be asked for.
 */
export class SecretVariables {
  readonly #folder: string;
  readonly #functions = new Map<string, FunctionBody>();

  /** `folder` is where the session starts. */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /** What a statement may set; remembers the functions that it defines. */
  setBy(script: string, declared: readonly string[]): SecretsSet {
    if (this.#functions.size === 0 && isPlain(script)) return [];
    const isSecret = (name: string) => isSecretVariable(name, { declared });
    const { sets, functions } = shellNames(script);
    const commands = simpleCommands(script).filter(({ place }) => !place.subshell);
    const within = (name: string | undefined): FunctionBody => {
      const own = commands.filter(({ place }) => place.function === name);
      const kept = sets.filter((each) => each.place.function === name && each.stays && !each.removed);
      return {
        sets: own.some(setsUnknown) ? 'unknown' : kept.map((each) => each.name).filter(isSecret),
        calls: own.map((each) => each.name ?? computed),
      };
    };
    for (const { name } of functions) this.#functions.set(name, within(name));
    return this.#resolve(within(undefined), new Set());
  }

  /** Values that the variables have now, and that must not be shown. */
  async read(session: Session, set: SecretsSet, declared: readonly string[]): Promise<readonly string[]> {
    const names = set === 'unknown' ? await this.#allSecrets(session, declared) : set;
    if (names.length === 0) return [];
    const scope: SecretScope = { declared, folder: this.#folder };
    const values = await Promise.all(
      names.map(async (name) => ({ name, values: await session.values([name]) })),
    );
    return values.flatMap(({ name, values: all }) => all.filter((value) => isHidden(name, value, scope)));
  }

  async #allSecrets(session: Session, declared: readonly string[]): Promise<readonly string[]> {
    const { variables, functions } = await session.names();
    // What was read may have defined functions, and what they set isn't known.
    for (const name of functions) {
      if (!this.#functions.has(name)) this.#functions.set(name, { sets: 'unknown', calls: [] });
    }
    return variables.filter((name) => isSecretVariable(name, { declared }));
  }

  #resolve({ sets, calls }: FunctionBody, seen: Set<string>): SecretsSet {
    let all: SecretsSet = sets;
    const called = calls.includes(computed) ? [...this.#functions.keys()] : calls;
    for (const name of called) {
      const body = this.#functions.get(name);
      if (all === 'unknown' || body === undefined || seen.has(name)) continue;
      seen.add(name);
      const more = this.#resolve(body, seen);
      all = more === 'unknown' ? more : [...new Set([...all, ...more])];
    }
    return all;
  }
}

/**
 * Whether a statement is one command, all of it plain words, that neither sets variables nor runs text: the usual one,
 * told without reading its syntax.
 */
function isPlain(script: string): boolean {
  return /^[\w./:@,+-][ \w./:@,+-]*$/.test(script) && !otherwise.test(script);
}

const otherwise =
  /^\. |\b(?:alias|builtin|command|coproc|declare|enable|eval|export|for|function|getopts|let|local|mapfile|printf|read|readarray|readonly|select|source|typeset|unset)\b/;

/** In place of a command's name that is computed: `$COMMAND`. */
const computed = '';

/** Whether a command of the session itself may set variables whose names aren't written there. */
function setsUnknown({ name, words, via }: SimpleCommand): boolean {
  if (name === undefined) return false;
  if (readers.has(name) || via.some((each) => each.name === 'eval')) return true;
  const isComputed = words.some(
    ({ value, expands }) => expands !== 'nothing' && !/^[A-Za-z_]\w*\+?=/.test(value),
  );
  return isComputed && (setters.has(name) || (name === 'printf' && words[0]?.value === '-v'));
}
