import { RunbookError } from '../engine/diagnostics/error.ts';
import type { ClusterChoice, OpenTarget, Target } from '../engine/model/target.ts';
import type { Sandbox, SandboxOptions } from '../sandbox/sandbox.ts';

/** The embedded sandbox: a simulated cluster for each chosen context. */
export function sandboxTarget(latency: SandboxOptions['latency']): Target {
  return {
    name: 'sandbox',
    open: async (choice) => {
      const contexts = [...new Set(Object.values(choice))];
      const { guardFolder } = await import('../engine/execute/watchdog.ts');
      const releases: (() => void)[] = [];
      const sandbox = await start({
        clusters: contexts.map((context) => ({ context, cluster: context.replace(/^kind-/, '') })),
        latency,
        onFolder: (folder) => releases.push(guardFolder(folder)),
      });
      const close = async (): Promise<void> => {
        await sandbox.close();
        for (const release of releases) release();
      };
      return { ...opened(sandbox, choice), close };
    },
  };
}

async function start(options: SandboxOptions): Promise<Sandbox> {
  const { createSandbox } = await import('../sandbox/sandbox.ts');
  try {
    return await createSandbox(options);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    const hint = 'Is the loopback network usable, and the folder for temporary files writable?';
    const message = `The sandbox could not be started: ${why}`;
    throw new RunbookError([{ code: 'target/sandbox-failed', severity: 'error', message, hint }], { cause });
  }
}

function opened(sandbox: Sandbox, choice: ClusterChoice): Omit<OpenTarget, 'close'> {
  const { version } = sandbox;
  const clusters = Object.entries(choice).map(([variable, context]) => ({ variable, context, version }));
  return {
    facts: {
      name: 'sandbox',
      simulated: true,
      summary: `the embedded sandbox, Kubernetes ${version}`,
      clusters,
      tools: {},
    },
    kubeconfig: sandbox.kubeconfig,
    env: sandbox.env,
    path: [sandbox.path],
    secrets: sandbox.secrets,
  };
}
