import type { KubeObject } from '../apiserver/store/object.ts';
import type { LabelSelectorSpec } from '../apiserver/store/selectors.ts';

/** Who may be at the other end; a peer has a block, or selectors that must all fit. */
export type PolicyPeer = {
  readonly podSelector?: LabelSelectorSpec;
  readonly namespaceSelector?: LabelSelectorSpec;
  readonly ipBlock?: { readonly cidr: string; readonly except?: readonly string[] };
};

/** A port, a range of ports, the name of a container's port, or all ports of a protocol. */
export type PolicyPort = {
  readonly protocol?: string;
  readonly port?: number | string;
  readonly endPort?: number;
};

/** @see https://kubernetes.io/docs/reference/kubernetes-api/policy-resources/network-policy-v1/ */
export type NetworkPolicyObject = KubeObject & {
  readonly spec?: {
    readonly podSelector?: LabelSelectorSpec;
    readonly policyTypes?: readonly string[];
    readonly ingress?: readonly {
      readonly from?: readonly PolicyPeer[];
      readonly ports?: readonly PolicyPort[];
    }[];
    readonly egress?: readonly {
      readonly to?: readonly PolicyPeer[];
      readonly ports?: readonly PolicyPort[];
    }[];
  };
};
