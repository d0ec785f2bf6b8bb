import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

/** What kubectl takes where a command names no context and no namespace. */
type CurrentPlace = {
  readonly context: string | undefined;
  /** The namespace of a context; undefined where it names none. */
  readonly namespaceOf: (context: string) => string | undefined;
};

type Written = {
  readonly 'current-context'?: string;
  readonly contexts?: readonly {
    readonly name: string;
    readonly context?: { readonly namespace?: string };
  }[];
};

/** Reads a kubeconfig as it is now: a page may have said `kubectl config use-context` or `set-context --namespace`. */
export function currentPlace(kubeconfig: string): CurrentPlace {
  const written = (parse(readFileSync(kubeconfig, 'utf8')) ?? {}) as Written;
  return {
    context: written['current-context'] || undefined,
    namespaceOf: (name) =>
      written.contexts?.find((context) => context.name === name)?.context?.namespace || undefined,
  };
}
