import type { Nodes, Parent } from 'mdast';
import type { FenceSource } from '../fence-source.ts';
import { type FenceOptions, wordsThatStay } from '../fence-text.ts';
import type { Clue, Remark } from '../format.ts';
import type { ImportSource } from '../import-source.ts';
import { convertFences, type Dialect, type FencePlan, infoNote } from './dialect.ts';
import { isTranscript, joinedHeredoc } from './exchange.ts';
import { readElided } from './expected-line.ts';

/**
 * OCaml's mdx: `sh` and `bash` blocks whose whole output is compared; `...` leaves any of it out, `[1]` is the status,
 * labels stand in a comment above the block.
 * @see https://github.com/realworldocaml/mdx/blob/main/README.md
 */
export const mdx: Dialect = {
  name: 'mdx',
  clue: (source) => labelClue(source) ?? statusClue(source),
  convert: (source) => {
    const labels = labelsOf(source.tree);
    return convertFences(source, (fence) =>
      isShell(fence) ? planOf(fence, labels.get(fence.code) ?? []) : undefined,
    );
  },
};

function isShell({ language, rows }: FenceSource): boolean {
  return (language === 'sh' || language === 'bash') && isTranscript(rows);
}

const labelForm = /^<!--\s*\$MDX\s+(.*?)\s*-->$/s;

function labelClue({ lines }: ImportSource): Clue | undefined {
  const at = lines.text.search(/^[ \t]*<!--\s*\$MDX\s/m);
  return at < 0 ? undefined : { strength: 'sure', at, what: 'a `$MDX` label' };
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

function planOf(fence: FenceSource, labels: readonly string[]): FencePlan {
  const remarks: Remark[] = [];
  const options: Record<string, string | true> = {};
  let meaning: FencePlan['meaning'] = 'exact';
  for (const label of labels) {
    const [, key = '', value = ''] = /^([^=]*)=?(.*)$/s.exec(label) ?? [];
    if (key === 'skip') options.skip = 'skip in mdx';
    else if (key === 'dir') options.dir = value;
    else if (key === 'non-deterministic' && value === 'command')
      options.skip = 'non-deterministic=command in mdx';
    else if (key === 'non-deterministic') meaning = 'example';
    else remarks.push(infoNote(fence, `The label \`${label}\` of mdx has no counterpart and is left out.`));
  }
  return {
    continuation: 'while-open',
    statuses: true,
    fix: joinedHeredoc,
    meaning: options.skip === undefined ? meaning : 'example',
    readLine: readElided,
    silence: options.skip === undefined && meaning === 'exact',
    anyStatus: false,
    language: fence.language,
    options: options satisfies FenceOptions,
    others: wordsThatStay(fence, 'shell'),
    remarks,
  };
}
