import { forEachChild, type SyntaxNode } from 'unbash';
import { spanIn } from '../parse/block-text.ts';
import type { Page } from '../parse/page.ts';
import { placeholderFault, redirectionFault } from '../parse/problem.ts';
import type { SimpleCommand } from '../shell/simple-commands.ts';
import type { Unit } from '../shell/split-statements.ts';
import { shellNames } from '../shell/variables.ts';
import type { ShellWord } from '../shell/words.ts';
import { allCommands, runCommands } from './commands.ts';
import type { Rule } from './rule.ts';

/** A stretch of a block's text. */
type Range = { readonly from: number; readonly to: number };

/** `<pod-name>`, `<overlay directory>/`, `<file|url>`; `sort <in >out` and `cat <in>out` are none. */
const bracketed = /<[A-Za-z][\w.-]*(?:[ |/][\w.-]+){0,4}>(?:(?![\w./$"'&(])|(?=\/(?:\s|$)))/y;

/** `<pod-name>` in a command: bash reads it as two redirections, of which the second overwrites a file. */
function bracketedIn(text: string, unit: Unit): readonly Range[] {
  if (!/<[A-Za-z][^<>\n]*>/.test(text.slice(unit.from, unit.to))) return [];
  const ranges: Range[] = [];
  const visit = (node: SyntaxNode) => {
    if (node.type === 'Script' && node.source !== undefined) return;
    if (node.type === 'Redirect' && node.operator === '<') {
      bracketed.lastIndex = node.pos;
      const found = bracketed.exec(text);
      if (found) ranges.push({ from: node.pos, to: node.pos + found[0].length });
    }
    forEachChild(node, visit);
  };
  for (const node of unit.nodes) visit(node);
  return ranges;
}

/** Finds placeholders in angle brackets, which bash reads as something else. */
export const placeholder: Rule = {
  code: 'parse/placeholder',
  severity: 'error',
  check(page, report) {
    for (const { fence, unit } of runCommands(page)) {
      const { block } = fence;
      for (const { from, to } of bracketedIn(block.text, unit)) {
        report({ ...redirectionFault(block.text.slice(from, to)), span: spanIn(block, from, to) });
      }
    }
  },
};

/** Spellings that mean a placeholder wherever they stand in a word. */
const anywhere: readonly RegExp[] = [
  /(?<![\w-])(?:YOUR|Your)[-_][A-Z][A-Z\d_-]*(?![a-z])/,
  /(?<![\w.-])your-[a-z][a-z\d-]*/,
  /(?<![A-Za-z\d])(?:x{3,}|X{3,})(?![A-Za-z\d])/,
];

/** Spellings that mean one when they are a whole word without quotes. */
const whole: readonly RegExp[] = [
  /^\[[A-Z][A-Z\d]*(?:[-_ ][A-Z\d]+)*\]$/,
  /^\{[A-Za-z][\w-]*\}$/,
  /^\{\{[A-Za-z][\w-]*\}\}$/,
  /^(?:\.\.\.|…)$/,
];

/** Names in capitals, of what is looked up or created by name: of other commands they may be names of variables. */
const inCapitals = /^[A-Z][A-Z\d]*(?:_[A-Z\d]+)+$/;
const namers: ReadonlySet<string> = new Set(
  'aws az docker gcloud helm istioctl kubectl oc podman ssh'.split(' '),
);

/** Commands whose words are patterns, templates or prose. */
const free: ReadonlySet<string> = new Set('awk echo grep egrep mktemp printf read sed test [ [['.split(' '));

/** Finds placeholders that bash hands on as they are: `YOUR_PROJECT`, `[CLUSTER]`, `{name}`, `xxx`, `...`. */
export const literalPlaceholder: Rule = {
  code: 'parse/placeholder',
  severity: 'warning',
  check(page, report) {
    const said = new Set<string>();
    const known = new Set(setOn(page));
    for (const { fence, simple } of runCommands(page)) {
      for (const { written, from } of simple.flatMap(placeholdersIn)) {
        if (known.has(written) || said.has(`${fence.block.places[0]?.line} ${from} ${written}`)) continue;
        said.add(`${fence.block.places[0]?.line} ${from} ${written}`);
        report({ ...placeholderFault(written), span: spanIn(fence.block, from, from + written.length) });
      }
    }
  },
};

function setOn(page: Page): readonly string[] {
  const { env, clusters, secrets } = page.runbook.meta;
  const set = allCommands(page).flatMap(({ unit }) => shellNames(unit).sets.map(({ name }) => name));
  return [...Object.keys(env), ...Object.keys(clusters), ...secrets, ...set];
}

type Found = { readonly written: string; readonly from: number };

function placeholdersIn({ name = '', words, assignments, place }: SimpleCommand): readonly Found[] {
  // What a shell in quotes is handed has no place of its own.
  if (place.within !== undefined) return [];
  const values = assignments.map(({ value }) => value);
  return [...values, ...words].flatMap((word) => placeholderIn(word, name) ?? []);
}

function placeholderIn({ text, value, from }: ShellWord, command: string): Found | undefined {
  if (free.has(command)) return undefined;
  for (const form of anywhere) {
    const found = form.exec(text);
    if (found) return { written: found[0], from: from + found.index };
  }
  const isWhole = whole.some((form) => form.test(text)) && command !== 'xargs' && command !== 'find';
  const isName = namers.has(command) && text === value && inCapitals.test(text);
  return isWhole || isName ? { written: text, from } : undefined;
}
