import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';

const folder = fileURLToPath(new URL('../../.github/actions/runbook', import.meta.url));

type Step = {
  readonly id?: string;
  readonly if?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly shell?: string;
  readonly env?: Readonly<Record<string, string>>;
};

/** An action's description, as far as we use it. */
export type Action = {
  readonly inputs: Readonly<Record<string, { readonly description: string; readonly default: string }>>;
  readonly outputs: Readonly<Record<string, { readonly value: string }>>;
  readonly runs: { readonly using: string; readonly steps: readonly Step[] };
};

/** Our action, and its text. */
export async function readAction(): Promise<{ readonly action: Action; readonly text: string }> {
  const text = await readFile(join(folder, 'action.yml'), 'utf8');
  return { action: parse(text), text };
}

type Ran = {
  readonly code: number | null;
  readonly printed: string;
  readonly outputs: Readonly<Record<string, string>>;
  readonly summary: string;
};

/**
 * Runs the script of a step as a runner does: its own bash, inputs put into `env`, files for outputs and the summary.
 * @see docs.github.com, "Workflow syntax", jobs.<job_id>.steps[*].shell: what `bash` stands for
 */
export async function runStep(
  id: string,
  inputs: Readonly<Record<string, string>>,
  { cwd, env = {} }: { readonly cwd: string; readonly env?: NodeJS.ProcessEnv },
): Promise<Ran> {
  const { action } = await readAction();
  const step = action.runs.steps.find((each) => each.id === id);
  if (step?.run === undefined) throw new Error(`the action has no step ${id} that runs a script`);
  const files = await mkdtemp(join(tmpdir(), 'runbook-runner-'));
  const [script, output, summary] = ['script', 'output', 'summary'].map((name) => join(files, name));
  try {
    await writeFile(script ?? '', step.run);
    await writeFile(output ?? '', '');
    await writeFile(summary ?? '', '');
    const filledIn = (expression: string) =>
      expression.replace(
        /\$\{\{ inputs\.([\w-]+) \}\}/g,
        (_, name) => inputs[name] ?? action.inputs[name]?.default ?? '',
      );
    const given = Object.entries(step.env ?? {}).map(([name, value]) => [name, filledIn(value)]);
    const child = spawn('bash', ['--noprofile', '--norc', '-eo', 'pipefail', script ?? ''], {
      cwd,
      env: {
        ...process.env,
        PATH: `${dirname(process.execPath)}:${process.env.PATH}`,
        KUBECONFIG: '/nonexistent/kubeconfig',
        NO_COLOR: '1',
        ...Object.fromEntries(given),
        GITHUB_ACTION_PATH: folder,
        GITHUB_OUTPUT: output,
        GITHUB_STEP_SUMMARY: summary,
        GITHUB_WORKSPACE: cwd,
        ...env,
      },
    });
    let printed = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => {
        printed += text;
      });
    const code = await new Promise<number | null>((resolve, reject) => {
      child.on('error', reject);
      child.on('close', resolve);
    });
    const told = (await readFile(output ?? '', 'utf8')).trim().split('\n').filter(Boolean);
    const outputs = Object.fromEntries(told.map((line) => line.split(/=(.*)/s).slice(0, 2)));
    return { code, printed, outputs, summary: await readFile(summary ?? '', 'utf8') };
  } finally {
    await rm(files, { recursive: true, force: true });
  }
}
