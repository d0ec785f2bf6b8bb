import { runProbe } from '../execute/run-probe.ts';

/** How a kubeconfig says that a program hands out the credentials of a user. */
export type ExecPlugin = {
  readonly command: string;
  readonly args?: readonly string[] | null;
  readonly env?: readonly { readonly name: string; readonly value: string }[] | null;
  readonly apiVersion?: string;
  readonly installHint?: string;
  readonly provideClusterInfo?: boolean;
  readonly interactiveMode?: 'Never' | 'IfAvailable' | 'Always';
};

/** What such a program answers; `expires` in milliseconds since 1970. */
export type ExecCredential = {
  readonly token?: string;
  readonly certificate?: string;
  readonly key?: string;
  readonly expires?: number;
};

/** The cluster as a plugin that asks for it is told. */
type ClusterInfo = { readonly server: string; readonly [field: string]: unknown };

/**
 * Runs a credential plugin as kubectl does, but without a terminal to ask at.
 * @throws Error that names the plugin and says what a person can do about it; also when `signal` is aborted.
 * @see https://kubernetes.io/docs/reference/access-authn-authz/authentication/#client-go-credential-plugins
 */
export async function askExecPlugin(
  plugin: ExecPlugin,
  cluster: ClusterInfo,
  signal: AbortSignal,
): Promise<ExecCredential> {
  const { command, args, env, apiVersion = 'client.authentication.k8s.io/v1' } = plugin;
  if (plugin.interactiveMode === 'Always')
    throw new Error(
      `the credential plugin \`${command}\` needs a terminal (\`interactiveMode: Always\`), which commands of a run do not have`,
    );
  const spec = { interactive: false, ...(plugin.provideClusterInfo ? { cluster } : {}) };
  const given = Object.fromEntries((env ?? []).map(({ name, value }) => [name, value]));
  const result = await runProbe(command, args ?? [], {
    env: { ...given, KUBERNETES_EXEC_INFO: JSON.stringify({ apiVersion, kind: 'ExecCredential', spec }) },
    signal,
  });
  switch (result.kind) {
    case 'ended':
      if (result.exitCode !== 0) throw new Error(failed(command, result));
      return credentialOf(command, result.stdout);
    case 'given-up':
      throw new Error(`the credential plugin \`${command}\` has not answered`);
    case 'not-started':
    case 'killed':
      if ('code' in result && result.code === 'ENOENT') throw new Error(notInstalled(plugin));
      throw new Error(`the credential plugin \`${command}\` failed: ${result.why}`);
    default:
      return result satisfies never;
  }
}

function notInstalled({ command, installHint }: ExecPlugin): string {
  const hint = installHint?.trim() ? `. ${installHint.trim()}` : '';
  return `the credential plugin \`${command}\` is not installed${hint}`;
}

function failed(
  command: string,
  { exitCode, stderr }: { readonly exitCode: number; readonly stderr: string },
): string {
  const said = stderr.trim().split('\n').slice(-3).join(' ');
  return `the credential plugin \`${command}\` ended with exit code ${exitCode}${said === '' ? '' : `: ${said}`}`;
}

function credentialOf(command: string, answer: string): ExecCredential {
  const status = statusIn(answer);
  if (status === undefined)
    throw new Error(`the credential plugin \`${command}\` did not answer with an ExecCredential`);
  const { token, clientCertificateData, clientKeyData, expirationTimestamp } = status;
  return {
    ...(token === undefined ? {} : { token }),
    ...(clientCertificateData === undefined ? {} : { certificate: clientCertificateData }),
    ...(clientKeyData === undefined ? {} : { key: clientKeyData }),
    ...(expirationTimestamp === undefined ? {} : { expires: Date.parse(expirationTimestamp) }),
  };
}

type Status = Partial<
  Record<'token' | 'clientCertificateData' | 'clientKeyData' | 'expirationTimestamp', string>
>;

function statusIn(answer: string): Status | undefined {
  try {
    const { status } = JSON.parse(answer) as { readonly status?: Status };
    return typeof status === 'object' && status !== null ? status : undefined;
  } catch {
    return undefined;
  }
}
