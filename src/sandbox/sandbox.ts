/** One cluster to simulate. `context` is its name in the kubeconfig; `cluster` its id and the id of its network. */
export type ClusterSpec = { readonly context: string; readonly cluster: string };

export type SandboxOptions = {
  readonly clusters: readonly ClusterSpec[];
  /** Milliseconds of one unit of simulated work, or the pace of a small real cluster. */
  readonly latency: number | 'realistic';
};

/** A running sandbox. All its files are in one private folder, which `close` removes. */
export type Sandbox = {
  readonly kubeconfig: string;
  /** Environment that tools need: KUBECONFIG, KUBECACHEDIR and what the simulated commands use. */
  readonly env: Readonly<Record<string, string>>;
  /** Folder with the simulated commands. */
  readonly path: string;
  readonly secrets: readonly string[];
  /** Kubernetes version that each API server reports. */
  readonly version: string;
  close(): Promise<void>;
};
