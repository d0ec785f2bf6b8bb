/** One cluster as clients reach it. */
type Access = {
  readonly context: string;
  readonly server: string;
  /** PEM of the authority that signed the server's certificate. */
  readonly authority: string;
  readonly token: string;
};

/**
 * A kubeconfig with one context a cluster, the first being current; contexts, clusters and users have the same names.
 * JSON, which is YAML too.
 */
export function formatKubeconfig(accesses: readonly Access[]): string {
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: accesses.map(({ context, server, authority }) => ({
      name: context,
      cluster: { server, 'certificate-authority-data': Buffer.from(authority).toString('base64') },
    })),
    users: accesses.map(({ context, token }) => ({ name: context, user: { token } })),
    contexts: accesses.map(({ context }) => ({
      name: context,
      context: { cluster: context, user: context },
    })),
    'current-context': accesses[0]?.context ?? '',
    preferences: {},
  };
  return `${JSON.stringify(config, null, 2)}\n`;
}
