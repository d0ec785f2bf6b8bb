import { type SimpleCommand, simpleCommands } from './simple-commands.ts';
import { assignmentsIn, shellNames } from './variables.ts';
import { isLiteral, leastKnown, type ShellWord } from './words.ts';

/** What a page has given names to up to now: functions, aliases, and variables that hold the beginning of a command. */
export class KnownNames {
  /** Functions, each with the text that defines it. */
  readonly functions = new Map<string, string>();
  /** Aliases by their names and variables as `$NAME`, each with the command that it stands for. */
  readonly beginnings = new Map<string, string>();

  /** Takes in what a statement names. */
  learn(script: string): void {
    if (/\(\s*\)|function/.test(script)) {
      for (const { name } of shellNames(script).functions) this.functions.set(name, script);
    }
    if (!script.includes('kubectl')) return;
    for (const { name, value } of assignmentsIn(script)) this.beginnings.set(`$${name}`, value.value);
    for (const { name, words } of simpleCommands(script)) {
      if (name !== 'alias') continue;
      for (const { value } of words) {
        const [, alias, text] = /^([\w.-]+)=([\s\S]*)$/.exec(value) ?? [];
        if (alias !== undefined && text !== undefined) this.beginnings.set(alias, text);
      }
    }
  }

  /** Whether one of its functions may start a job. */
  get mayStartJobs(): boolean {
    return [...this.functions.values()].some((text) => text.includes('&'));
  }
}

/**
 * The commands that run when a statement does: not those of functions that it defines, but those of known functions
 * that it calls, where it calls them and with its words; aliases and variables stand for what they hold.
 */
export function commandsRun(script: string, known: KnownNames): readonly SimpleCommand[] {
  const direct = simpleCommands(script).filter(({ place }) => place.function === undefined);
  return direct.flatMap((command) => withCalled(command, known, []));
}

function withCalled(
  written: SimpleCommand,
  known: KnownNames,
  around: readonly string[],
): readonly SimpleCommand[] {
  const command = begun(written, known);
  const { name } = command;
  const text = name === undefined || around.includes(name) ? undefined : known.functions.get(name);
  if (text === undefined || name === undefined) return [command];
  const body = simpleCommands(text).filter(({ place }) => place.function === name);
  const inside = body.map((each) => at(command, each));
  return inside.flatMap((each) => withCalled(each, known, [...around, name]));
}

/** A command whose name is an alias, or a variable, with what that holds in its stead. */
function begun(command: SimpleCommand, { beginnings }: KnownNames): SimpleCommand {
  const { name, computed } = command;
  const key = name ?? computed?.value.replace(/^\$\{(\w+)\}$/, '$$$1');
  const text = key === undefined ? undefined : beginnings.get(key);
  const [beginning, ...others] = text === undefined ? [] : simpleCommands(text);
  if (beginning?.name === undefined || others.length > 0) return command;
  const { via, words, opaque } = beginning;
  return {
    ...command,
    name: beginning.name,
    computed: undefined,
    opaque,
    via: [...command.via, ...via],
    words: [...words, ...command.words],
  };
}

/** A command of a function, in the place where the function is called. */
function at(caller: SimpleCommand, command: SimpleCommand): SimpleCommand {
  const { place: outer, redirections, from, to } = caller;
  const { place } = command;
  return {
    ...command,
    words: command.words.flatMap((word) => withParameters(word, caller.words)),
    from,
    to,
    place: {
      ...place,
      function: undefined,
      background: place.background || outer.background,
      condition: place.condition || outer.condition,
      mayFail: place.mayFail || outer.mayFail,
      conditional: place.conditional || outer.conditional,
      branch: place.branch || outer.branch,
      subshell: place.subshell || outer.subshell,
      substitution: place.substitution ?? outer.substitution,
      pipeline: place.pipeline ?? outer.pipeline,
      fed: place.fed || outer.fed,
      redirections: [...outer.redirections, ...redirections, ...place.redirections],
      within: { from, to },
    },
  };
}

/** A word of a function with the words that it is called with. */
function withParameters(word: ShellWord, given: readonly ShellWord[]): readonly ShellWord[] {
  if (isLiteral(word)) return [word];
  if (/^\$(?:[@*]|\{[@*]\})$/.test(word.value)) return given;
  const used: ShellWord[] = [];
  const value = word.value.replace(/\$(?:([1-9])|\{([1-9])\})/g, (whole, bare, braced) => {
    const parameter = given[Number(bare ?? braced) - 1];
    if (parameter === undefined) return whole;
    used.push(parameter);
    return parameter.value;
  });
  if (used.length === 0) return [word];
  const left = word.expands === 'variables' && !value.includes('$') ? 'nothing' : word.expands;
  return [{ ...word, value, expands: leastKnown([left, ...used.map(({ expands }) => expands)]) }];
}
