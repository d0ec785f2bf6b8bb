import type { Nodes, Parent } from 'mdast';
import { toString as textOf } from 'mdast-util-to-string';
import type { Runbook } from '../../model/runbook.ts';
import { blocksOf, statementsOf } from '../../model/statements.ts';
import { misfit } from '../../parse/option-table.ts';
import { isOutput } from '../../shell/redirects.ts';
import { simpleCommands } from '../../shell/simple-commands.ts';
import type { FenceSource } from '../fence-source.ts';
import { infoText, wordsThatStay } from '../fence-text.ts';
import type { Conversion, Remark } from '../format.ts';
import type { ImportSource } from '../import-source.ts';
import { shells } from '../transcript/dialect.ts';

/**
 * Blocks that readers save, as the text says, under a name that commands below use: they are written to that file. "Save
 * it as `pod.yaml`" is the commonest sentence of Kubernetes pages.
 */
export function savedFiles(runbook: Runbook, source: ImportSource): Conversion {
  const used = usedFiles(runbook);
  const saved =
    used.size === 0
      ? []
      : candidates(source.tree, source).filter(({ fence, path }) => {
          return misfit('path', path) === undefined && fence.range.from < (used.get(path) ?? -1);
        });
  return {
    edits: saved.map(({ fence, path }) => ({
      ...fence.infoAt,
      text: infoText(fence.language || languageOf(path), { file: path }, wordsThatStay(fence, 'file')),
    })),
    remarks: saved.map(({ fence, path }): Remark => {
      const message = `The block is written to \`${path}\` in a run (\`file=\`), as readers are told to.`;
      return { kind: 'note', at: { from: fence.range.from, to: fence.range.from }, message };
    }),
  };
}

/** The words of commands that may be names of files, and where the last one stands; files that commands write are left out. */
function usedFiles(runbook: Runbook): ReadonlyMap<string, number> {
  const used = new Map<string, number>();
  const written = new Set<string>();
  for (const { action, span } of statementsOf(blocksOf(runbook))) {
    if (action.kind !== 'shell') continue;
    for (const { words, redirections } of simpleCommands(action.script)) {
      for (const { value } of words) used.set(value.replace(/^\.\//, ''), span.start.offset);
      for (const redirection of redirections) {
        if (isOutput(redirection) && 'target' in redirection && redirection.target)
          written.add(redirection.target.value);
      }
    }
  }
  for (const path of written) used.delete(path.replace(/^\.\//, ''));
  return used;
}

type Candidate = { readonly fence: FenceSource; readonly path: string };

function candidates(parent: Parent, source: ImportSource): readonly Candidate[] {
  return parent.children.flatMap((node, index): readonly Candidate[] => {
    if (node.type !== 'code') return 'children' in node ? candidates(node as Parent, source) : [];
    const fence = source.fences.find(({ code }) => code === node);
    if (!fence || !mayBeSaved(fence)) return [];
    const path = titleOf(fence) ?? namedBy(parent.children[index - 1]);
    return path === undefined ? [] : [{ fence, path }];
  });
}

/** A block that nothing else is known of. */
function mayBeSaved({ marks, language, info, rows }: FenceSource): boolean {
  const ours = ['apply', 'assert', 'file', 'output', 'exec', 'skip'];
  const free = !info.words.some(({ key }) => ours.includes(key));
  return marks !== '' && rows.length > 0 && free && !shells.has(language) && language !== 'output';
}

const fileName = /^(?:\.\/)?(?:[\w-]+\/)*(?:[\w.-]+\.[A-Za-z]\w{0,9}|Dockerfile|Makefile)$/;

function titleOf({ info }: FenceSource): string | undefined {
  const title = info.words.find(({ key }) => key === 'title' || key === 'filename')?.value ?? '';
  return fileName.test(title) ? title.replace(/^\.\//, '') : undefined;
}

const saves = /\b(?:sav|creat|writ|cop(?:y|ied)|put|stor|nam|call|add)(?:e[ds]?|ing|ten|s|ed)?\b/i;

/** The one file that a paragraph above names, in code, in bold or behind "as", if it says to save it. */
function namedBy(node: Nodes | undefined): string | undefined {
  if (node?.type !== 'paragraph' || !saves.test(textOf(node))) return undefined;
  const found = textOf(node).matchAll(
    /`([^`\s]+)`|\*\*([^*\s]+)\*\*|\b(?:as|called|named|file)\s+([\w./-]+\w)/gi,
  );
  const names = new Set(
    [...found]
      .flatMap(([, code, bold, plain]) => code ?? bold ?? plain ?? [])
      .filter((name) => fileName.test(name)),
  );
  const [name] = names;
  return names.size === 1 ? name?.replace(/^\.\//, '') : undefined;
}

const languages: Readonly<Record<string, string>> = { yml: 'yaml', py: 'python', js: 'js' };

function languageOf(path: string): string {
  const [, ending = 'text'] = /\.(\w+)$/.exec(path) ?? [];
  return Object.hasOwn(languages, ending) ? (languages[ending] ?? ending) : ending;
}
