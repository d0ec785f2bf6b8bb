import { execa } from 'execa';

/** How a kubeconfig says that a program hands out the credentials of a user. */
export type ExecPlugin = {
  readonly command: string;
  readonly args?: readonly string[] | null;
  readonly env?: readonly { readonly name: string; readonly value: string }[] | null;
  readonly apiVersion?: string;
  readonly installHint?: string;
  readonly provideClusterInfo?: boolean;
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
  const spec = { interactive: false, ...(plugin.provideClusterInfo ? { cluster } : {}) };
  const given = Object.fromEntries((env ?? []).map(({ name, value }) => [name, value]));
  const result = await execa(command, args ?? [], {
    env: { ...given, KUBERNETES_EXEC_INFO: JSON.stringify({ apiVersion, kind: 'ExecCredential', spec }) },
    stdin: 'ignore',
    reject: false,
    cancelSignal: signal,
    forceKillAfterDelay: 500,
  });
  if (result.isCanceled) throw new Error(`the credential plugin \`${command}\` has not answered`);
  if (result.code === 'ENOENT') throw new Error(notInstalled(plugin));
  if (result.failed) throw new Error(failed(command, result));
  return credentialOf(command, result.stdout);
}

function notInstalled({ command, installHint }: ExecPlugin): string {
  const hint = installHint?.trim() ? `. ${installHint.trim()}` : '';
  return `the credential plugin \`${command}\` is not installed${hint}`;
}

function failed(
  command: string,
  {
    exitCode,
    stderr,
    shortMessage = stderr,
  }: { readonly exitCode?: number; readonly stderr: string; readonly shortMessage?: string | undefined },
): string {
  const said = stderr.trim().split('\n').slice(-3).join(' ');
  if (exitCode === undefined) return `the credential plugin \`${command}\` failed: ${shortMessage}`;
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
