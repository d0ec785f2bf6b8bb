import { execFileSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runbook } from './bin.ts';
import { atMost, type Measurement, ms, type Row, times } from './measurement.ts';
import { inTurn, type Run, runProcess, withFolder } from './process.ts';

const count = 200;

/** How another tool says and runs the same check; `binary` is the first of its names that is installed. */
type Peer = {
  readonly name: string;
  readonly binaries: readonly string[];
  readonly file: string;
  readonly head?: string;
  readonly check: (n: number) => string;
  readonly argv: (binary: string, file: string) => readonly string[];
  /** Whether it runs each command by itself and judges it before the next one. */
  readonly each: boolean;
};

const peers: readonly Peer[] = [
  {
    name: 'bats, one test',
    binaries: ['bats'],
    file: 'one.bats',
    head: '@test "all" {',
    check: (n) => `  run echo out ${n}\n  [ "$output" = "out ${n}" ]${n === count - 1 ? '\n}' : ''}`,
    argv: (binary, file) => [binary, file],
    each: true,
  },
  {
    name: 'bats, a test each',
    binaries: ['bats'],
    file: 'each.bats',
    check: (n) => `@test "${n}" {\n  run echo out ${n}\n  [ "$output" = "out ${n}" ]\n}`,
    argv: (binary, file) => [binary, file],
    each: true,
  },
  {
    name: 'clitest',
    binaries: ['clitest'],
    file: 'clitest.txt',
    check: (n) => `$ echo out ${n}\nout ${n}`,
    argv: (binary, file) => [binary, file],
    each: true,
  },
  {
    name: 'cram (whole file in one shell)',
    binaries: ['cram', 'cram3'],
    file: 'cram.t',
    check: (n) => `  $ echo out ${n}\n  out ${n}`,
    argv: (binary, file) => [binary, file],
    each: false,
  },
  {
    name: 'expect',
    binaries: ['expect'],
    file: 'expect.tcl',
    head: 'set env(TERM) dumb\nlog_user 0\nset timeout 5\nspawn -noecho bash --noprofile --norc --noediting\nsend "PS1=READY\'> \'\\r"\nexpect -re {READY> $} {} timeout { exit 1 }',
    check: (n) =>
      `send "echo out ${n}\\r"\nexpect -re {[\\r\\n]out ${n}[\\r\\n]+READY> $} {} timeout { exit 1 }`,
    argv: (binary, file) => [binary, file],
    each: true,
  },
  {
    name: 'shelltestrunner',
    binaries: ['shelltest'],
    file: 'shell.test',
    check: (n) => `echo out ${n}\n>>>\nout ${n}\n>>>= 0\n`,
    argv: (binary, file) => [binary, file],
    each: true,
  },
  {
    name: 'zx',
    binaries: ['zx'],
    file: 'zx.mjs',
    head: '$.quiet = true; const must = (a, b) => { if (a !== b) throw new Error(a) }',
    check: (n) => `must((await $\`echo out ${n}\`).stdout, 'out ${n}\\n')`,
    argv: (binary, file) => [binary, file],
    each: true,
  },
];

/** 200 checked statements as a whole process, against the tools of the field that are installed here. */
export const comparison: Measurement = {
  name: 'peers',
  measure: () =>
    withFolder(async (folder) => {
      const commands: Record<string, () => Promise<Run>> = { runbook: await oursIn(folder) };
      const absent: string[] = [];
      for (const peer of peers) {
        const binary = peer.binaries.find(installed);
        if (binary) commands[peer.name] = await peerIn(folder, peer, binary);
        else absent.push(peer.name);
      }
      const found = await inTurn(commands, 3);
      const ours = found.runbook ?? Number.NaN;
      const rows = peers.flatMap(({ name, each }): Row[] => {
        const other = found[name];
        if (other === undefined) return [];
        return [
          {
            what: `${count} checked statements: runbook / ${name}`,
            ours: ms(ours),
            other: ms(other),
            ratio: times(ours / other),
            ...(each ? { goal: atMost(ours / other, 0.2, '×') } : {}),
          },
        ];
      });
      return [
        ...rows,
        ...absent.map((name) => ({ what: `${name} is not installed`, ours: '', other: '', ratio: '' })),
      ];
    }),
};

async function oursIn(folder: string): Promise<() => Promise<Run>> {
  const file = join(folder, 'ours.md');
  const lines = Array.from({ length: count }, (_, n) => `echo out ${n}\n# expect: out ${n}`);
  await writeFile(file, `# Checks\n\n\`\`\`bash\n${lines.join('\n')}\n\`\`\`\n`);
  return () => runProcess([...runbook, 'exec', file]);
}

async function peerIn(folder: string, peer: Peer, binary: string): Promise<() => Promise<Run>> {
  const file = join(folder, peer.file);
  const lines = [
    ...(peer.head ? [peer.head] : []),
    ...Array.from({ length: count }, (_, n) => peer.check(n)),
  ];
  await writeFile(file, `${lines.join('\n')}\n`);
  return () => runProcess(peer.argv(binary, file), { cwd: folder });
}

function installed(binary: string): boolean {
  try {
    execFileSync('sh', ['-c', `command -v ${binary}`], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
