import type { Readable, Writable } from 'node:stream';
import type { World } from '../world.ts';

/** How a tool on the session's PATH sees its caller. */
export type ToolIo = {
  readonly stdout: Writable;
  readonly stderr: Writable;
  /** The caller's stdin; it is only read from when this is called. */
  readonly stdin: () => Readable;
  /** Whether the caller's stdout is a terminal. */
  readonly tty: boolean;
  /** KUBECONFIG, HOME and what concerns the terminal. */
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  readonly signal: AbortSignal;
};

/** A request to an API server, such as `PATCH /api/v1/namespaces/web`. */
export type ApiRequest = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** With its query. */
  readonly path: string;
  readonly body?: unknown;
  /** `application/json`, if it is left out. */
  readonly contentType?: string;
};

/** `body` is an object of the API, or the Status that says why there is none. */
type ApiAnswer = { readonly status: number; readonly body: unknown };

/** Asks an API server as the user of a kubeconfig's context. */
export type ApiClient = (request: ApiRequest) => Promise<ApiAnswer>;

/** Where a kubeconfig context leads. */
type Cluster = {
  readonly world: World;
  /** The context's own, else `default`. */
  readonly namespace: string;
  readonly api: ApiClient;
};

/**
 * The cluster that a kubeconfig context leads to: the named one, else the current one, of the given kubeconfig, else
 * of the caller's. @throws ContextError
 */
export type FindCluster = (context: string | undefined, kubeconfig?: string) => Cluster;

/** A context leads nowhere; the message is what kubectl and istioctl would say. */
export class ContextError extends Error {
  override name = 'ContextError';
}

/** A command that is simulated as a whole, such as istioctl. Gives its exit code. */
export type Tool = {
  readonly name: string;
  run(argv: readonly string[], io: ToolIo, findCluster: FindCluster): Promise<number>;
};
