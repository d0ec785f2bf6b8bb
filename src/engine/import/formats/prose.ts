import type { Nodes } from 'mdast';
import { arrowOf } from '../../format/arrows/arrow-check.ts';
import type { Edit } from '../../format/edits.ts';
import { lineText } from '../../parse/lines.ts';
import { convertArrows, type SourceHint } from '../arrows/convert-arrows.ts';
import {
  type Clue,
  type Conversion,
  type ImportExample,
  type ImportFormat,
  lines,
  type Remark,
} from '../format.ts';
import type { ImportSource } from '../import-source.ts';
import { convertPlainText, hintsIn } from '../prose/convert-plain.ts';
import { readOutline } from '../prose/outline.ts';
import { shells } from '../transcript/dialect.ts';

const examples: readonly ImportExample[] = [
  {
    title: 'A note below a command',
    source: lines(
      '```bash',
      'kubectl get nodes',
      '# → node-1   Ready   v1.33.1 (the version may differ)',
      'kubectl port-forward svc/web 8080:80 &',
      'curl -s localhost:8080',
      'kill %1',
      '# → welcome',
      '```',
    ),
    runbook: lines(
      '---',
      'clusters:',
      '  CLUSTER: cluster # suggested: the context that is meant',
      '---',
      '',
      '```bash',
      'kubectl get nodes',
      '# expect row: node-1 Ready v1.33.1 — the version may differ',
      'kubectl port-forward svc/web 8080:80 &',
      'curl -s localhost:8080',
      '# expect: welcome',
      'kill %1',
      '```',
    ),
    remarks: [
      'The commands need a cluster, and nothing says which: name its context, or give `--cluster CLUSTER=…`.',
    ],
  },
  {
    title: 'Plain text',
    source: lines(
      'A first look',
      '',
      'What runs here',
      '',
      'The list should contain "web".',
      '',
      'kubectl get deployments',
      '',
      'Stop it',
      '',
      'kubectl delete deployment web',
      '# → deleted',
    ),
    runbook: lines(
      '---',
      'clusters:',
      '  CLUSTER: cluster # suggested: the context that is meant',
      '---',
      '',
      '# A first look',
      '',
      '## What runs here',
      '',
      'The list should contain "web".',
      '',
      '```bash',
      'kubectl get deployments',
      '# suggested: expect: web',
      '```',
      '',
      '## Stop it',
      '',
      '```bash',
      'kubectl delete deployment web',
      '# expect: deleted',
      '```',
    ),
    remarks: [
      'The text says: should contain "web".',
      'The commands need a cluster, and nothing says which: name its context, or give `--cluster CLUSTER=…`.',
    ],
  },
];

/** Prose with commands in it and notes such as `# → HTTP 200` below them, with or without fences around the commands. */
export const prose: ImportFormat = {
  name: 'prose',
  summary: 'Prose and commands, with `# → TEXT` notes of what to see: plain text, or Markdown with fences.',
  examples,
  detect: (source) => (isFenced(source) ? arrowClue(source) : plainClue(source)),
  convert: (source) => (isFenced(source) ? convertFenced(source) : convertPlainText(source)),
};

function isFenced({ fences }: ImportSource): boolean {
  return fences.some(({ marks }) => marks !== '');
}

function arrowClue({ fences }: ImportSource): Clue | undefined {
  for (const { rows } of fences.filter(({ language }) => shells.has(language))) {
    for (const { text, from } of rows) {
      const at = text.search(/#\s*(?:→|⇒|➜|⟶|[-=]+>)/u);
      const comment = at < 0 ? '' : text.slice(at).trimEnd();
      if (arrowOf(comment)) return { strength: 'likely', at: from + at, what: `the note \`${comment}\`` };
    }
  }
  return undefined;
}

/** Commands alone are a sign too: nothing else would put them into fences. */
function plainClue({ lines }: ImportSource): Clue | undefined {
  const commands = readOutline(lines).find(({ kind }) => kind === 'commands');
  if (!commands) return undefined;
  const at = lines.starts[commands.first - 1] ?? 0;
  return {
    strength: 'likely',
    at,
    what: `the command \`${shortened(lineText(lines, commands.first))}\` without a fence`,
  };
}

function shortened(text: string): string {
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}

function convertFenced(source: ImportSource): Conversion {
  const edits: Edit[] = [];
  const remarks: Remark[] = [];
  const hints: SourceHint[] = [];
  const visit = (node: Nodes): void => {
    if (node.type === 'heading') hints.splice(0);
    else if (node.type === 'paragraph') hints.push(...hintsOf(node, source));
    else if (node.type === 'code') {
      const fence = source.fences.find(({ code }) => code === node);
      if (!fence || !shells.has(fence.language)) return;
      const done = convertArrows({ rows: fence.rows, prefix: fence.prefix, hints: hints.splice(0) }, source);
      edits.push(...done.edits);
      remarks.push(...done.remarks);
    } else if ('children' in node) for (const child of node.children) visit(child);
  };
  visit(source.tree);
  return { edits, remarks };
}

function hintsOf({ position }: Nodes, source: ImportSource): readonly SourceHint[] {
  if (!position) return [];
  const { starts } = source.lines;
  const at = ({ line, column }: { line: number; column: number }) => (starts[line - 1] ?? 0) + column - 1;
  return hintsIn({ from: at(position.start), to: at(position.end) }, source);
}
