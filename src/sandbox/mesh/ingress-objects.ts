import type { KubeObject } from '../apiserver/store/object.ts';

export type IngressBackend = {
  readonly service?: {
    readonly name: string;
    readonly port?: { readonly name?: string; readonly number?: number };
  };
  readonly resource?: object;
};

export type IngressPath = {
  readonly path?: string;
  readonly pathType: string;
  readonly backend: IngressBackend;
};

/** @see https://kubernetes.io/docs/reference/kubernetes-api/service-resources/ingress-v1/ */
export type IngressObject = KubeObject & {
  readonly spec?: {
    readonly ingressClassName?: string;
    readonly defaultBackend?: IngressBackend;
    readonly tls?: readonly { readonly hosts?: readonly string[]; readonly secretName?: string }[];
    readonly rules?: readonly {
      readonly host?: string;
      readonly http?: { readonly paths?: readonly IngressPath[] };
    }[];
  };
  readonly status?: { readonly loadBalancer?: { readonly ingress?: readonly IngressAddress[] } };
};

export type IngressAddress = { readonly ip?: string; readonly hostname?: string };

export type IngressClassObject = KubeObject & { readonly spec?: { readonly controller?: string } };

/** The annotation that named a class before there was a field. */
export const classAnnotation = 'kubernetes.io/ingress.class';
