import type { Diagnostic } from './diagnostic.ts';

/** Something that a run needs before its first command, and how it was found. */
export type Requirement = {
  readonly kind: 'cluster' | 'input' | 'object' | 'permission' | 'port' | 'secret' | 'tool';
  /** `kubectl >=1.28`, `gatewayclass/istio`, `patch deployments.apps in shop on kind-east`. */
  readonly name: string;
  /** `1.33.1`, `not on PATH`. */
  readonly found: string;
  /** Whether it is there as it is needed; `unknown` where nobody could say. */
  readonly state: 'met' | 'unmet' | 'unknown';
  /** What is wrong: with an error nothing is run. */
  readonly diagnostic?: Diagnostic;
};
