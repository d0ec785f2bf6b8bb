/** Where sources disagree about what the real system does, or it will change with a release. */
export type Switches = {
  /** What agentgateway answers a request that policy denies: Istio's text, or the one in its own source. */
  readonly agentgatewayDenial: 'RBAC: access denied' | 'authorization failed';
  /** Whether agentgateway understands endpoints on another network; releases before it do (see PR 1566) don't. */
  readonly agentgatewayCrossesNetworks: boolean;
};

export const defaultSwitches: Switches = {
  agentgatewayDenial: 'RBAC: access denied',
  agentgatewayCrossesNetworks: false,
};
