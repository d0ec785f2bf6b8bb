import type { Assignment, Command, Redirection } from 'unbash';
import { type Place, rangeOf, top } from './place.ts';

import { readScript, type ShellSource, unlessTooDeep } from './read-script.ts';
import { isInput, isOutput } from './redirects.ts';
import { walkNode } from './walk.ts';
import { isLiteral, readWord, type ShellWord } from './words.ts';
import { readWrapped, type Wrapper } from './wrappers.ts';

/** `NAME=value` in front of a command, or alone. */
export type ShellAssignment = { readonly name: string; readonly value: ShellWord };

/**
 * A simple command: `kubectl get pods`. One that only runs another (`sudo`, `timeout 5`, `xargs`, `bash -c '…'`) isn't
 * listed for itself: it stands in `via` of what it runs, where that is certain.
 */
export type SimpleCommand = {
  /** Without its folder; undefined when it is computed, and of assignments that stand alone. */
  readonly name: string | undefined;
  /** The word in place of the name, when that is computed. */
  readonly computed: ShellWord | undefined;
  /** What follows the name. */
  readonly words: readonly ShellWord[];
  readonly assignments: readonly ShellAssignment[];
  readonly redirections: readonly Redirection[];
  /** The commands that run this one, outermost first; their `words` end where this one begins. */
  readonly via: readonly Wrapper[];
  /** Runs some command that can't be told: `$COMMAND`, `eval "$x"`, `bash -c "$script"`, `sudo --what x`. */
  readonly opaque: boolean;
  /** More words follow at the end that can't be known: `xargs kubectl delete`. */
  readonly open: boolean;
  readonly place: Place;
  /** Of the whole, with assignments, redirections and what runs it. */
  readonly from: number;
  readonly to: number;
};

/**
 * The simple commands of shell text, those of loops, groups, functions, pipes, conditions and substitutions included,
 * outermost and leftmost first. Text that is handed to a shell in quotes is read too.
 */
export function simpleCommands(source: ShellSource): readonly SimpleCommand[] {
  return unlessTooDeep(() => readScript(source).flatMap((node) => commandsOf(node, top))) ?? [];
}

function commandsOf(
  node: Parameters<typeof walkNode>[0],
  place: Place,
  via: readonly Wrapper[] = [],
): readonly SimpleCommand[] {
  const found: SimpleCommand[] = [];
  walkNode(node, place, (each, where) => {
    if (each.type === 'Command') found.push(...readCommand(each, where, via));
  });
  return found;
}

/** Reads one simple command that stands at a place: itself, or the commands that it runs. */
export function readCommand(
  node: Command,
  place: Place,
  via: readonly Wrapper[] = [],
): readonly SimpleCommand[] {
  const assignments = node.prefix.filter((each): each is Assignment => each.type === 'Assignment');
  const words = [...(node.name ? [node.name] : []), ...node.args].map((each) =>
    readWord(each, rangeOf(each, place)),
  );
  const fed = place.fed || node.redirects.some(isInput);
  const { command, wrappers, open, opaque, script } = readWrapped(words);
  const [first, ...rest] = command;
  const range = rangeOf(node, place);
  if (script !== undefined) {
    const inner = {
      ...place,
      fed,
      subshell: place.subshell || script.subshell,
      within: place.within ?? range,
    };
    const inside = readScript(script.word.value).flatMap((each) =>
      commandsOf(each, { ...inner, redirections: [...place.redirections, ...node.redirects] }, [
        ...via,
        ...wrappers,
      ]),
    );
    if (inside.length > 0) return inside;
  }
  return [
    {
      name: first && isLiteral(first) ? first.value.replace(/^.*\//, '') : undefined,
      computed: first && !isLiteral(first) ? first : undefined,
      words: rest,
      assignments: assignments.map((each) => ({ name: each.name, value: assigned(each, place) })),
      redirections: node.redirects,
      via: [...via, ...wrappers],
      opaque: opaque || (first !== undefined && !isLiteral(first)),
      open,
      place: { ...place, fed },
      ...range,
    },
  ];
}

function assigned(node: Assignment, place: Place): ShellWord {
  if (node.value.type === 'Word') return readWord(node.value, rangeOf(node.value, place));
  const { from, to } = rangeOf(node.value, place);
  return { value: node.text, text: node.text, expands: 'list', from, to };
}

/** Whether what a command prints on its standard output goes elsewhere than to the output of its statement. */
export function isOutputRedirected({ redirections, place }: SimpleCommand): boolean {
  const { pipeline, substitution } = place;
  const piped = pipeline !== undefined && pipeline.member < pipeline.of - 1;
  return piped || substitution !== undefined || [...place.redirections, ...redirections].some(isOutput);
}
