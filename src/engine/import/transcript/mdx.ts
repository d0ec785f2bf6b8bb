import type { Nodes, Parent } from 'mdast';
import { simpleCommands } from '../../shell/simple-commands.ts';
import type { FenceSource } from '../fence-source.ts';
import type { Clue, Conversion, Remark } from '../format.ts';
import type { ImportSource } from '../import-source.ts';
import { convertFences, type Dialect, type FencePlan, infoNote } from './dialect.ts';
import { isTranscript, joinedHeredoc, readExchanges } from './exchange.ts';
import { readElided } from './expected-line.ts';
import { labelsBehind, type MdxBlock, readLabels } from './mdx-labels.ts';
import { inOwnShell } from './own-shell.ts';

/**
 * OCaml's mdx: `sh` and `bash` blocks whose whole output is compared; `...` leaves any of it out, `[1]` is the status,
 * labels stand in a comment above the block, or behind its language.
 * @see https://github.com/realworldocaml/mdx/blob/main/README.md
 */
export const mdx: Dialect = {
  name: 'mdx',
  clue: (source) => labelClue(source) ?? wordClue(source) ?? statusClue(source),
  convert,
};

function convert(source: ImportSource): Conversion {
  const above = labelsOf(source.tree);
  const { edits, remarks } = convertFences(source, (fence) => {
    if (!isShell(fence)) return undefined;
    return planOf(fence, readLabels(above.get(fence.code) ?? labelsBehind(fence)));
  });
  return { edits, remarks: [...remarks, ...shellNote(source)] };
}

/** Every command has a shell of its own there: what one sets is lost. */
function shellNote({ fences }: ImportSource): readonly Remark[] {
  for (const { rows } of fences.filter(isShell)) {
    for (const part of readExchanges(rows, rules)) {
      if (part.kind !== 'exchange') continue;
      const own = simpleCommands(part.command.join('\n')).find(
        ({ name, place }) => !place.subshell && (name === undefined || name === 'cd' || name === 'export'),
      );
      if (!own) continue;
      const message =
        'mdx gives each command a shell of its own: what this one sets holds for all below it here.';
      return [{ kind: 'note', at: part.at, message }];
    }
  }
  return [];
}

const rules = { continuation: 'while-open', statuses: true, fix: joinedHeredoc } as const;

function isShell({ language, rows }: FenceSource): boolean {
  return (language === 'sh' || language === 'bash') && isTranscript(rows);
}

const labelForm = /^<!--\s*\$MDX\s+(.*?)\s*-->$/s;

function labelClue({ lines }: ImportSource): Clue | undefined {
  const at = lines.text.search(/^[ \t]*<!--\s*\$MDX\s/m);
  return at < 0 ? undefined : { strength: 'sure', at, what: 'a `$MDX` label' };
}

function wordClue({ fences }: ImportSource): Clue | undefined {
  const first = fences.find(
    (fence) =>
      isShell(fence) &&
      labelsBehind(fence).some((label) => /^(?:non-deterministic|(?:un)?set-|version[<>=])/.test(label)),
  );
  return first && { strength: 'sure', at: first.infoAt.from, what: `the label in \`${first.infoAt.text}\`` };
}

function statusClue({ fences }: ImportSource): Clue | undefined {
  for (const { rows } of fences.filter(isShell)) {
    const row = rows.find(({ text }) => /^\s*\[\d{1,3}\]\s*$/.test(text));
    if (row) return { strength: 'sure', at: row.from, what: `the exit status \`${row.text.trim()}\`` };
  }
  return undefined;
}

/** The labels above each code block. */
function labelsOf(
  node: Nodes | Parent,
  found = new Map<Nodes, readonly string[]>(),
): ReadonlyMap<Nodes, readonly string[]> {
  if (!('children' in node)) return found;
  for (const [index, child] of node.children.entries()) {
    const above = node.children[index - 1];
    const [, labels] = above?.type === 'html' ? (labelForm.exec(above.value.trim()) ?? []) : [];
    if (child.type === 'code' && labels !== undefined) found.set(child, labels.split(/\s*,\s*/));
    labelsOf(child, found);
  }
  return found;
}

function planOf(fence: FenceSource, { options, head, meaning, left }: MdxBlock): FencePlan {
  return {
    ...rules,
    fix: (command) => inOwnShell(joinedHeredoc(command)),
    meaning,
    readLine: readElided,
    silence: meaning === 'exact',
    anyStatus: false,
    language: fence.language,
    options,
    others: [],
    head,
    remarks: left.map((message) => infoNote(fence, message)),
  };
}
