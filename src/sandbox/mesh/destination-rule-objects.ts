import type { KubeObject } from '../apiserver/store/object.ts';

export type DestinationRuleObject = KubeObject & {
  readonly spec?: {
    readonly host?: string;
    readonly exportTo?: readonly string[];
    readonly subsets?: readonly {
      readonly name: string;
      readonly labels?: Readonly<Record<string, string>>;
    }[];
    readonly trafficPolicy?: {
      readonly tls?: ClientTls;
      readonly portLevelSettings?: readonly {
        readonly port?: { readonly number?: number };
        readonly tls?: ClientTls;
      }[];
    };
  };
};

/** @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#ClientTLSSettings */
type ClientTls = {
  readonly mode?: string;
  readonly sni?: string;
  readonly insecureSkipVerify?: boolean;
  readonly caCertificates?: string;
  readonly credentialName?: string;
  readonly subjectAltNames?: readonly string[];
};
