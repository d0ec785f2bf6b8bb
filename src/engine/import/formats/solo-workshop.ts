import type { Html, Nodes } from 'mdast';
import type { Edit, Range } from '../../format/edits.ts';
import { pointAt } from '../../parse/lines.ts';
import type { FenceSource } from '../fence-source.ts';
import { fenceLines, infoText } from '../fence-text.ts';
import {
  type Clue,
  type Conversion,
  type ImportExample,
  type ImportFormat,
  lines,
  type Remark,
} from '../format.ts';
import type { ImportSource } from '../import-source.ts';
import { readHidden } from '../solo/hidden-block.ts';
import { shells } from '../transcript/dialect.ts';

const examples: readonly ImportExample[] = [
  {
    title: 'Tests in comments',
    source: lines(
      '```bash',
      'export CLUSTER1=cluster1',
      'kubectl --context ${CLUSTER1} apply -f web.yaml',
      '```',
      '',
      '<!--bash',
      "cat <<'EOF' > ./test.js",
      "const helpers = require('./tests/chai-exec');",
      'describe("The shop", () => {',
      '  it(\'is ready\', () => helpers.checkDeployment({ context: process.env.CLUSTER1, namespace: "shop", k8sObj: "web" }));',
      '});',
      'EOF',
      'echo "executing test shop"',
      'timeout --signal=INT 3m mocha ./test.js --retries=120 --bail || exit 1',
      '-->',
      '',
      '```bash,norun-workshop',
      'open http://shop.example.com',
      '```',
    ),
    runbook: lines(
      '---',
      'clusters:',
      '  CLUSTER1: cluster1',
      '---',
      '',
      '```bash',
      'export CLUSTER1=cluster1',
      'kubectl --context ${CLUSTER1} apply -f web.yaml',
      '```',
      '',
      '```bash timeout=4m',
      '# is ready',
      'kubectl --context ${CLUSTER1} -n shop rollout status deployment/web --timeout=3m',
      '```',
      '',
      '```bash skip=norun-workshop',
      'open http://shop.example.com',
      '```',
    ),
    remarks: [
      'The page sets `$CLUSTER1` itself, to `cluster1`: take the line away to give it another context.',
      '`--timeout=3m` may take longer than the 2 minutes that a statement has: the block has `timeout=4m`.',
    ],
  },
];

/**
 * Workshops of Solo.io: `bash` blocks, and in comments commands and tests of mocha that readers don't see.
 * @see https://github.com/solo-io/workshops
 */
export const soloWorkshop: ImportFormat = {
  name: 'solo-workshop',
  summary: 'Workshops of Solo.io: `bash` fences, and tests of mocha in comments `<!--bash … -->`.',
  examples,
  detect: clueOf,
  convert,
};

const opening = /^<!--bash[ \t]*\r?\n/m;

function clueOf({ lines: { text } }: ImportSource): Clue | undefined {
  const found = opening.exec(text) ?? /^[ \t]*```bash,norun-workshop/m.exec(text);
  return found ? { strength: 'sure', at: found.index, what: `\`${found[0].trim()}\`` } : undefined;
}

function convert(source: ImportSource): Conversion {
  const hidden = commentsIn(source.tree).map((node) => convertComment(node, source));
  const fences = source.fences.flatMap((fence) => infoEdit(fence));
  return {
    edits: [...hidden.flatMap(({ edits }) => edits), ...fences],
    remarks: hidden.flatMap(({ remarks }) => remarks),
  };
}

function commentsIn(node: Nodes): readonly Html[] {
  // One that is never closed is no block.
  if (node.type === 'html') return /^<!--bash\s[\s\S]*-->/.test(node.value) ? [node] : [];
  return 'children' in node ? node.children.flatMap(commentsIn) : [];
}

/** A comment whose tests could all be taken over goes; else it stays below what could. */
function convertComment(node: Html, { lines: own, lineEnd }: ImportSource): Conversion {
  if (!node.position) return { edits: [], remarks: [] };
  const { start, end } = node.position;
  const at: Range = {
    from: pointAt(own, start.line, start.column).offset,
    to: pointAt(own, end.line, end.column).offset,
  };
  const [, script = '', behind = ''] = /^<!--bash[ \t]*\r?\n?([\s\S]*?)-->([\s\S]*)$/.exec(node.value) ?? [];
  const { lines: rows, left } = readHidden(script.replace(/\s+$/, '').replaceAll('\r\n', '\n'));
  const bare = rows.filter((row) => row.trim() !== '');
  const block = bare.length > 0 ? fenceLines('bash', rows).join(lineEnd) : '';
  const kept = left.length > 0 ? own.text.slice(at.from, at.to) : behind;
  const text = [block, kept].filter((part) => part.trim() !== '').join(`${lineEnd}${lineEnd}`);
  const remarks = left.map(({ title }): Remark => {
    const message = `The test ${title.slice(0, 80)} could not be taken over: it stays in its comment. Say what it checks in expectations.`;
    return { kind: 'note', at: { from: at.from, to: at.from }, message };
  });
  const edit: Edit = { ...at, text };
  return { edits: [edit], remarks };
}

/** `bash,norun-workshop` and the like: what is glued to the language is an option here. Only `bash` itself is run there. */
function infoEdit({ infoAt, language, marks, rows }: FenceSource): readonly Edit[] {
  if (marks === '') return [];
  const [name = '', ...words] = language.split(',');
  const rest = infoAt.text.slice(language.length).trim();
  const others = [...words.filter((word) => word === 'nocopy'), ...(rest === '' ? [] : [rest])];
  const left = words.find((word) => word !== 'nocopy');
  if (shells.has(name) && rows.length > 0 && (left !== undefined || name !== 'bash')) {
    const why = left ?? 'not run by the workshop';
    return [{ ...infoAt, text: infoText(name, { skip: why }, others) }];
  }
  return words.length === 0 ? [] : [{ ...infoAt, text: [name || 'text', ...others].join(' ') }];
}
