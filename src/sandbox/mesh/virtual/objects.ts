import type { KubeObject } from '../../apiserver/store/object.ts';

/** @see https://istio.io/latest/docs/reference/config/networking/virtual-service/ */
export type VirtualServiceObject = KubeObject & {
  readonly spec?: {
    readonly hosts?: readonly string[];
    readonly exportTo?: readonly string[];
    readonly http?: readonly VirtualRoute[];
  };
};

/** One of three, or none for anything that is there. */
export type StringMatch = { readonly exact?: string; readonly prefix?: string; readonly regex?: string };

type Named<T> = Readonly<Record<string, T>>;

export type VirtualMatch = {
  readonly name?: string;
  readonly uri?: StringMatch;
  readonly ignoreUriCase?: boolean;
  readonly scheme?: StringMatch;
  readonly method?: StringMatch;
  readonly authority?: StringMatch;
  readonly headers?: Named<StringMatch>;
  readonly withoutHeaders?: Named<StringMatch>;
  readonly queryParams?: Named<StringMatch>;
  readonly port?: number;
  readonly gateways?: readonly string[];
  readonly sourceLabels?: Named<string>;
  readonly sourceNamespace?: string;
};

export type VirtualDestination = {
  readonly host: string;
  readonly subset?: string;
  readonly port?: { readonly number?: number };
};

type HeaderChange = {
  readonly set?: Named<string>;
  readonly add?: Named<string>;
  readonly remove?: readonly string[];
};

export type VirtualHeaders = { readonly request?: HeaderChange; readonly response?: HeaderChange };

type Percentage = { readonly value?: number };

export type VirtualRoute = {
  readonly name?: string;
  readonly match?: readonly VirtualMatch[];
  readonly route?: readonly {
    readonly destination: VirtualDestination;
    readonly weight?: number;
    readonly headers?: VirtualHeaders;
  }[];
  readonly redirect?: {
    readonly uri?: string;
    readonly authority?: string;
    readonly scheme?: string;
    readonly port?: number;
    readonly derivePort?: 'FROM_PROTOCOL_DEFAULT' | 'FROM_REQUEST_PORT';
    readonly redirectCode?: number;
  };
  readonly directResponse?: {
    readonly status: number;
    readonly body?: { readonly string?: string; readonly bytes?: string };
  };
  readonly rewrite?: {
    readonly uri?: string;
    readonly authority?: string;
    readonly uriRegexRewrite?: { readonly match: string; readonly rewrite: string };
  };
  readonly timeout?: string;
  readonly retries?: {
    readonly attempts?: number;
    readonly perTryTimeout?: string;
    readonly retryOn?: string;
    readonly backoff?: string;
    readonly retryIgnorePreviousHosts?: boolean;
  };
  readonly fault?: {
    readonly delay?: {
      readonly percent?: number;
      readonly percentage?: Percentage;
      readonly fixedDelay?: string;
    };
    readonly abort?: { readonly percentage?: Percentage; readonly httpStatus?: number };
  };
  readonly mirror?: VirtualDestination;
  readonly mirrorPercent?: number;
  readonly mirrorPercentage?: Percentage;
  readonly mirrors?: readonly {
    readonly destination: VirtualDestination;
    readonly percentage?: Percentage;
  }[];
  readonly corsPolicy?: CorsPolicy;
  readonly headers?: VirtualHeaders;
};

export type CorsPolicy = {
  readonly allowOrigins?: readonly StringMatch[];
  readonly allowOrigin?: readonly string[];
  readonly allowMethods?: readonly string[];
  readonly allowHeaders?: readonly string[];
  readonly exposeHeaders?: readonly string[];
  readonly maxAge?: string;
  readonly allowCredentials?: boolean;
  readonly unmatchedPreflights?: 'UNSPECIFIED' | 'FORWARD' | 'IGNORE';
};
