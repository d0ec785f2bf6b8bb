import { RunbookError } from '../engine/diagnostics/error.ts';
import { whyMachineFailed } from '../engine/diagnostics/machine-fault.ts';
import type { ClusterChoice, OpenTarget, Target } from '../engine/model/target.ts';
import type { Sandbox, SandboxOptions } from '../sandbox/sandbox.ts';

/** The sandbox's pace, and which images may run in it without being simulated. */
export type SandboxSettings = Pick<SandboxOptions, 'latency' | 'opaque' | 'described'>;

/** What a user says of an image that isn't simulated, and of one path of it. */
export type DescribedImage = NonNullable<SandboxOptions['described']>[number];
export type DescribedPath = DescribedImage['ports'][number][number];

/** The embedded sandbox: a simulated cluster for each chosen context. */
export function sandboxTarget({ latency, opaque = 'any', described = [] }: SandboxSettings): Target {
  return {
    name: 'sandbox',
    open: async (choice) => {
      const contexts = [...new Set(Object.values(choice))];
      const { makePrivateFolder } = await import('../engine/execute/private-folder.ts');
      const { folder, remove } = await makePrivateFolder({ socket: true });
      try {
        const sandbox = await start({
          clusters: contexts.map((context, index) => ({ context, cluster: clusterId(context, index) })),
          latency,
          opaque,
          described,
          folder,
        });
        const close = async (): Promise<void> => {
          await sandbox.close();
          await remove();
        };
        return { ...opened(sandbox, choice, described), close };
      } catch (error) {
        await remove();
        throw error;
      }
    },
  };
}

/** Ids of clusters are values of labels, which a context such as `arn:aws:eks:…` can't be. */
function clusterId(context: string, index: number): string {
  const name = context.replace(/^kind-/, '');
  if (/^[A-Za-z0-9](?:[-\w.]{0,61}[A-Za-z0-9])?$/.test(name)) return name;
  const words = name.replace(/[^A-Za-z0-9]+/g, '-').replace(/^-|-$/g, '');
  return `${words.slice(-50).replace(/^-/, '')}-${index + 1}`;
}

async function start(options: SandboxOptions): Promise<Sandbox> {
  const { createSandbox } = await import('../sandbox/sandbox.ts');
  try {
    return await createSandbox(options);
  } catch (cause) {
    const why = whyMachineFailed(cause) ?? (cause instanceof Error ? cause.message : String(cause));
    const hint = 'Is the loopback network usable, and the folder for temporary files writable?';
    const message = `The sandbox could not be started: ${why}`;
    throw new RunbookError([{ code: 'target/sandbox-failed', severity: 'error', message, hint }], { cause });
  }
}

/** Images that are what a file beside a runbook says: whoever reads a report has to know. */
function describedText(names: readonly string[]): string {
  return names.length === 0 ? '' : `, images described by hand: ${names.join(', ')}`;
}

function opened(
  sandbox: Sandbox,
  choice: ClusterChoice,
  described: readonly DescribedImage[],
): Omit<OpenTarget, 'close'> {
  const { version } = sandbox;
  const names = described.map(({ image }) => image);
  const clusters = Object.entries(choice).map(([variable, context]) => ({ variable, context, version }));
  return {
    facts: {
      name: 'sandbox',
      simulated: true,
      summary: `the embedded sandbox, Kubernetes ${version}${describedText(names)}`,
      ...(names.length === 0 ? {} : { described: names }),
      clusters,
      tools: {},
    },
    kubeconfig: sandbox.kubeconfig,
    env: sandbox.env,
    path: [sandbox.path],
    secrets: sandbox.secrets,
    opaqueImages: () => sandbox.opaqueImages(),
    expectQuestions: () => sandbox.expectQuestions(),
    objects: () => sandbox.objects(),
  };
}
