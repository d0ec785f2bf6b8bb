import type { ContainerHost } from '../../commands/command.ts';

const folder = '/var/cache/nginx';

type Security = {
  readonly runAsUser?: number;
  readonly readOnlyRootFilesystem?: boolean;
  readonly capabilities?: { readonly add?: readonly string[]; readonly drop?: readonly string[] };
};

/**
 * Why the official image doesn't start: it makes folders in its cache as root and gives them to its own user, unless a
 * volume is there or the configuration names others. Undefined when it may.
 */
export function cacheFault({ place, tree }: ContainerHost, config: string): string | undefined {
  const { container } = place;
  const isMounted = (container.volumeMounts ?? []).some(({ mountPath }) =>
    `${folder}/`.startsWith(`${mountPath.replace(/\/+$/, '')}/`),
  );
  if (isMounted || tree.read(config).toString().includes('client_body_temp_path')) return undefined;
  const made = `mkdir() "${folder}/client_temp" failed`;
  const security = { ...securityOf(place.pod().spec), ...securityOf(container) };
  if (security.readOnlyRootFilesystem) return `${made} (30: Read-only file system)`;
  if ((security.runAsUser ?? 0) > 0) return `${made} (13: Permission denied)`;
  const { add = [], drop = [] } = security.capabilities ?? {};
  const mayGive =
    add.some((name) => /^(?:ALL|CHOWN)$/.test(name)) || !drop.some((name) => /^(?:ALL|CHOWN)$/.test(name));
  return mayGive ? undefined : `chown("${folder}/client_temp", 101) failed (1: Operation not permitted)`;
}

const securityOf = (owner: unknown): Security =>
  (owner as { readonly securityContext?: Security } | undefined)?.securityContext ?? {};
