import { splitStatements } from '../../shell/split-statements.ts';
import type { FenceSource } from '../fence-source.ts';
import { infoText, wordsThatStay } from '../fence-text.ts';
import { type Clue, type Conversion, type ImportExample, type ImportFormat, lines } from '../format.ts';
import type { ImportSource } from '../import-source.ts';
import { infoNote, shells } from '../transcript/dialect.ts';
import { isTranscript } from '../transcript/exchange.ts';

const examples: readonly ImportExample[] = [
  {
    title: 'A page of a site',
    source: lines(
      '---',
      'title: A namespace',
      'weight: 30',
      '---',
      '',
      '```bash',
      'kubectl --context kind-east create namespace shop',
      'kubectl --context kind-east get pods --watch',
      '```',
    ),
    runbook: lines(
      '---',
      'title: A namespace',
      'weight: 30',
      'clusters:',
      '  CLUSTER: kind-east',
      '---',
      '',
      '```bash',
      'kubectl --context kind-east create namespace shop',
      '```',
      '',
      '```bash skip="it never ends"',
      'kubectl --context kind-east get pods --watch',
      '```',
    ),
    remarks: [
      '`kubectl get --watch` does not end by itself: the block would wait until its time is up. The command is shown and not run (`skip`).',
    ],
  },
];

/** Languages of other sites whose blocks are commands of a shell. */
const dialects: ReadonlySet<string> = new Set(['azurecli', 'azurecli-interactive', 'shellscript', 'zsh']);

/** Markdown whose fences are right as they are: only what a run needs is added. */
export const markdown: ImportFormat = {
  name: 'markdown',
  summary:
    'Markdown with `bash` fences and no expectations: clusters, files and what can not run are looked after.',
  examples,
  detect: clueOf,
  convert,
};

function clueOf({ fences }: ImportSource): Clue | undefined {
  const first = fences.find(
    (fence) => fence.marks !== '' && fence.rows.length > 0 && (shells.has(fence.language) || isShell(fence)),
  );
  return first && { strength: 'bare', at: first.range.from, what: `a \`${first.language}\` block` };
}

/** Written for a shell that bash can stand in for. */
function isShell({ language, rows }: FenceSource): boolean {
  const text = rows.map((row) => row.text).join('\n');
  return (
    dialects.has(language.toLowerCase()) && !isTranscript(rows) && splitStatements(text).errors.length === 0
  );
}

function convert({ fences }: ImportSource): Conversion {
  const other = fences.filter((fence) => fence.marks !== '' && isShell(fence));
  return {
    edits: other.map((fence) => ({
      ...fence.infoAt,
      text: infoText('bash', {}, wordsThatStay(fence, 'shell')),
    })),
    remarks: other.map((fence) => infoNote(fence, `The \`${fence.language}\` block is run by bash here.`)),
  };
}
