import { curlAndShell, posixTools } from '../binaries.ts';
import type { Place, Server, Workload } from '../workload.ts';

type BookinfoImage = {
  /** `details-v1`. */
  readonly image: string;
  readonly start: (place: Place) => Server;
  readonly env?: Readonly<Record<string, string>>;
  readonly curl?: string;
  readonly languages: readonly string[];
};

/** Bookinfo's images have the same name under Docker Hub's `istio` and Istio's own registry. */
export function bookinfoImage({ image, start, env, curl, languages }: BookinfoImage): Workload {
  return {
    repositories: [`istio/examples-bookinfo-${image}`, `release/examples-bookinfo-${image}`],
    binaries: [...(curl ? curlAndShell : ['sh', 'bash']), ...posixTools, ...languages],
    ...(curl ? { curlVersion: () => curl } : {}),
    ...(env ? { env } : {}),
    entrypoint: () => ({ kind: 'server', start }),
  };
}

/** The port of every Bookinfo service. */
export const bookinfoPort = 9080;
