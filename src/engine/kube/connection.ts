import { readFileSync } from 'node:fs';
import { Agent, type AgentOptions, type RequestOptions } from 'node:https';
import { createSecureContext, getCACertificates } from 'node:tls';
import { type Cluster, KubeConfig, type User } from '@kubernetes/client-node';
import { parse } from 'yaml';
import { askExecPlugin, type ExecCredential, type ExecPlugin } from './exec-credential.ts';

/** Connections at a time; each stays open for the next request. */
const mostConnections = 16;

const noCredential: ExecCredential = {};

/** One context of a kubeconfig: where its server is, and how requests to it are authorized. */
export type Connection = {
  /** Namespace of the context. */
  readonly namespace: string;
  readonly server: string;
  /**
   * Options of the next request, with the credentials as they are now.
   * @throws Error that says which credential can't be had.
   */
  options(signal: AbortSignal): Promise<RequestOptions>;
  /** Asks for the credentials, so that a login that needs a person doesn't count as the server's time. */
  authorize(signal: AbortSignal): Promise<void>;
  /** Forgets credentials that the server refused. @returns Whether others can be asked for. */
  renew(): boolean;
  close(): void;
};

type Kube = {
  readonly cluster: Cluster;
  readonly user: User | null;
  readonly namespace: string;
  /** client-node leaves it out. */
  readonly tokenFile: string | undefined;
};

/**
 * Opens a context; undefined when the kubeconfig has no such context. Connections stay open between requests. A
 * credential plugin is asked once, and again when its credential has expired or is refused.
 * @throws Error when the context names a cluster or user that the kubeconfig doesn't have.
 */
export function openConnection(kubeconfig: string, context: string): Connection | undefined {
  const kube = readContext(kubeconfig, context);
  if (kube === undefined) return undefined;
  const { cluster, user } = kube;
  const plugin = user?.exec as ExecPlugin | undefined;
  let asked: Promise<ExecCredential> | undefined;
  let current: { readonly credential: ExecCredential; readonly config: KubeConfig } | undefined;
  let agent: Agent | undefined;

  const ask = async (signal: AbortSignal): Promise<ExecCredential> => {
    if (plugin === undefined) return noCredential;
    asked ??= askExecPlugin(plugin, infoOf(cluster), signal);
    try {
      const credential = await asked;
      if (credential.expires === undefined || credential.expires > Date.now()) return credential;
      asked = undefined;
      return await ask(signal);
    } catch (error) {
      asked = undefined;
      throw error;
    }
  };
  const keptOpen = (made: RequestOptions): RequestOptions => {
    // A class made from it goes through a proxy, and knows how.
    if (!(made.agent instanceof Agent) || made.agent.constructor !== Agent) return made;
    agent ??= new Agent({ ...trusting(made.agent.options), keepAlive: true, maxSockets: mostConnections });
    return { ...made, ...unread, agent };
  };
  const close = (): void => {
    agent?.destroy();
    agent = undefined;
    current = undefined;
  };
  return {
    namespace: kube.namespace,
    server: cluster.server.replace(/\/$/, ''),
    close,
    authorize: async (signal) => void (await ask(signal)),
    renew: () => {
      close();
      const had = asked !== undefined;
      asked = undefined;
      return had || kube.tokenFile !== undefined;
    },
    options: async (signal) => {
      const credential = await ask(signal);
      if (current?.credential !== credential) {
        close();
        current = { credential, config: configOf(kube, credential) };
      }
      const options: RequestOptions = { headers: {}, ...trustOf(cluster) };
      await current.config.applyToHTTPSOptions(options);
      return keptOpen(withTokenOf(kube, options));
    },
  };
}

/** Certificates and keys, as texts that every connection would read again. */
const unread = { ca: undefined, cert: undefined, key: undefined, passphrase: undefined, pfx: undefined };

/** The same options with their certificates and keys read once. @throws Error for one that can't be read. */
function trusting(options: AgentOptions): AgentOptions {
  return { ...options, ...unread, secureContext: createSecureContext(options) };
}

function readContext(kubeconfig: string, name: string): Kube | undefined {
  const config = new KubeConfig();
  config.loadFromFile(kubeconfig);
  const context = config.getContextObject(name);
  if (context === null) return undefined;
  const cluster = config.getCluster(context.cluster);
  if (cluster === null)
    throw new Error(`the context names the cluster "${context.cluster}", which the kubeconfig does not have`);
  const user = context.user ? config.getUser(context.user) : null;
  if (context.user && user === null)
    throw new Error(`the context names the user "${context.user}", which the kubeconfig does not have`);
  const tokenFile = user === null ? undefined : tokenFileOf(kubeconfig, user.name);
  return { cluster, user, namespace: context.namespace ?? 'default', tokenFile };
}

function tokenFileOf(kubeconfig: string, user: string): string | undefined {
  const { users } = parse(readFileSync(kubeconfig, 'utf8')) as {
    readonly users?: readonly { readonly name: string; readonly user?: { readonly tokenFile?: string } }[];
  };
  return users?.find(({ name }) => name === user)?.user?.tokenFile;
}

/** The same context with what its plugin answered in place of the plugin. */
function configOf({ cluster, user }: Kube, credential: ExecCredential): KubeConfig {
  const { token, certificate, key } = credential;
  const config = new KubeConfig();
  const plain = cluster.server.startsWith('http:');
  const own = user ?? { name: 'anonymous' };
  config.loadFromOptions({
    // client-node refuses plain HTTP unless told that nothing is to be verified; there is nothing to verify.
    clusters: [plain ? { ...cluster, skipTLSVerify: true } : cluster],
    users: [
      {
        ...own,
        exec: undefined,
        ...(token === undefined ? {} : { token }),
        ...(certificate === undefined ? {} : { certData: base64(certificate), certFile: undefined }),
        ...(key === undefined ? {} : { keyData: base64(key), keyFile: undefined }),
      },
    ],
    contexts: [{ name: 'context', cluster: cluster.name, user: own.name }],
    currentContext: 'context',
  });
  return config;
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}

/** What a token file holds now: whatever renews it writes the file anew. */
function withTokenOf({ user, tokenFile }: Kube, options: RequestOptions): RequestOptions {
  if (tokenFile === undefined || user?.token) return options;
  const token = readFileSync(tokenFile, 'utf8').trim();
  return { ...options, headers: { ...options.headers, Authorization: `Bearer ${token}` } };
}

/** Without certificates of its own a cluster is trusted by those of the system, as kubectl does. */
function trustOf({ caData, caFile, skipTLSVerify, server }: Cluster): RequestOptions {
  if (caData || caFile || skipTLSVerify || !server.startsWith('https:')) return {};
  return { ca: [...getCACertificates('default'), ...getCACertificates('system')] };
}

function infoOf({ server, caData, tlsServerName, proxyUrl, skipTLSVerify }: Cluster) {
  return {
    server,
    ...(caData === undefined ? {} : { 'certificate-authority-data': caData }),
    ...(tlsServerName === undefined ? {} : { 'tls-server-name': tlsServerName }),
    ...(proxyUrl === undefined ? {} : { 'proxy-url': proxyUrl }),
    ...(skipTLSVerify ? { 'insecure-skip-tls-verify': true } : {}),
  };
}
