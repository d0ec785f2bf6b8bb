import { type Clue, type ImportExample, type ImportFormat, lines } from '../format.ts';
import type { ImportSource } from '../import-source.ts';
import { consoleDialect } from '../transcript/console.ts';
import { cram } from '../transcript/cram.ts';
import type { Dialect } from '../transcript/dialect.ts';
import { eksWorkshop } from '../transcript/eks-workshop.ts';
import { mdx } from '../transcript/mdx.ts';
import { plainSession } from '../transcript/plain-session.ts';
import { scrut } from '../transcript/scrut.ts';

/** The most telling first. */
const dialects: readonly Dialect[] = [scrut, eksWorkshop, mdx, cram, consoleDialect, plainSession];

const examples: readonly ImportExample[] = [
  {
    title: 'A page with prompts',
    source: lines(
      '```console',
      '$ kubectl create namespace shop',
      'namespace/shop created',
      '$ kubectl get namespaces',
      'NAME   STATUS',
      '...',
      'shop   Active',
      '```',
    ),
    runbook: lines(
      '---',
      'clusters:',
      '  CLUSTER: cluster # suggested: the context that is meant',
      '---',
      '',
      '```bash',
      'kubectl create namespace shop',
      '# expect: namespace/shop created',
      'kubectl get namespaces',
      '```',
      '',
      '```output',
      'NAME   STATUS',
      '...',
      'shop   Active',
      '```',
    ),
    remarks: [
      'The commands need a cluster, and nothing says which: name its context, or give `--cluster CLUSTER=…`.',
    ],
  },
  {
    title: 'EKS Workshop',
    source: lines(
      '```bash timeout=120 expectError=true',
      '$ kubectl get pod web -n shop',
      'Error from server (NotFound): pods "web" not found',
      '```',
    ),
    runbook: lines(
      '---',
      'clusters:',
      '  CLUSTER: cluster # suggested: the context that is meant',
      '---',
      '',
      '```bash timeout=2m',
      'kubectl get pod web -n shop',
      '# expect exit: any',
      '# suggested: expect: Error from server (NotFound): pods "web" not found',
      '# suggested: expect exit: nonzero',
      '```',
      '',
      '```output example',
      'Error from server (NotFound): pods "web" not found',
      '```',
    ),
    remarks: [
      'The commands need a cluster, and nothing says which: name its context, or give `--cluster CLUSTER=…`.',
      'The source lets these commands fail (`expectError`): the last one probably has to.',
      'The source shows this output but never checks it.',
    ],
  },
  {
    title: 'cram',
    source: lines('It says no:', '', '  $ mytool show omega', '  no such thing: * (glob)', '  [2]'),
    runbook: lines(
      '---',
      'env:',
      '  LANG: C',
      '  LC_ALL: C',
      '  TZ: GMT',
      '  COLUMNS: "80"',
      '---',
      '',
      'It says no:',
      '',
      '```bash',
      'export TESTDIR=$PWD CRAMTMP="$(mktemp -d)"',
      'cd "$CRAMTMP"',
      '```',
      '',
      '```bash',
      'mytool show omega',
      '# expect exit: 2',
      '# expect exact: no such thing: ...',
      '```',
      '',
      '```bash cleanup',
      'rm -rf "${CRAMTMP:?}"',
      '```',
    ),
    remarks: [
      'The tool runs each file in an empty folder and a fixed environment: so do `env:`, and the blocks with `$CRAMTMP`.',
    ],
  },
  {
    title: 'scrut',
    source: lines('```scrut {timeout: 10s}', '$ mytool list', 'alpha', '* (glob*)', '```'),
    runbook: lines(
      '---',
      'env:',
      '  LANG: C',
      '  LC_ALL: C',
      '  TZ: GMT',
      '  COLUMNS: "80"',
      '---',
      '',
      '```bash',
      'export TESTDIR=$PWD TMPDIR="$(mktemp -d)"',
      'cd "$TMPDIR"',
      '```',
      '',
      '```bash timeout=10s',
      'mytool list',
      '```',
      '',
      '```output exact stdout',
      'alpha',
      '...',
      '```',
      '',
      '```bash cleanup',
      'rm -rf "${TMPDIR:?}"',
      '```',
    ),
    remarks: [
      'The tool runs each file in an empty folder and a fixed environment: so do `env:`, and the blocks with `$TMPDIR`.',
    ],
  },
  {
    title: 'OCaml mdx',
    source: lines('```sh', '$ seq 1 10', '1', '...', '10', '$ test -f none', '[1]', '```'),
    runbook: lines(
      '```sh',
      'seq 1 10',
      '```',
      '',
      '```output exact',
      '1',
      '...',
      '10',
      '```',
      '',
      '```sh',
      'test -f none',
      '# expect exit: 1',
      '# expect: no output',
      '```',
    ),
  },
];

/** Commands behind `$ ` with their output below: of EKS Workshop, mdx, cram, scrut, and of pages in general. */
export const transcript: ImportFormat = {
  name: 'transcript',
  summary:
    'Commands behind `$ ` with what they print: EKS Workshop, OCaml mdx, cram and prysk, scrut, other pages.',
  examples,
  detect: (source) => chosen(source)?.clue,
  convert: (source) => chosen(source)?.dialect.convert(source) ?? { edits: [], remarks: [] },
};

function chosen(source: ImportSource): { readonly dialect: Dialect; readonly clue: Clue } | undefined {
  for (const dialect of dialects) {
    const clue = dialect.clue(source);
    if (clue) return { dialect, clue: { ...clue, what: `${clue.what} (${dialect.name})` } };
  }
  return undefined;
}
