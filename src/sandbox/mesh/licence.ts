import type { KubeObject } from '../apiserver/store/object.ts';
import type { World } from '../world.ts';
import { resources, rootNamespace } from './resources.ts';

/** The Secret that holds a licence, and its key. */
export const licenceSecret = { name: 'solo-istio-license', field: 'solo-istio-license-key' } as const;

type Claims = { readonly lt?: string; readonly exp?: number };

/**
 * Whether istiod may share services with other clusters: the licence is of the enterprise type and still runs.
 * Signatures aren't checked, since there is nobody to have signed.
 */
export function hasMulticlusterLicence(world: World): boolean {
  const secret = world.store.get<KubeObject & { readonly data?: Readonly<Record<string, string>> }>({
    resource: resources.secrets,
    namespace: rootNamespace,
    name: licenceSecret.name,
  });
  const claims = readClaims(secret?.data?.[licenceSecret.field]);
  return claims?.lt === 'ent' && (claims.exp ?? 0) * 1000 > world.clock.now().getTime();
}

function readClaims(encoded: string | undefined): Claims | undefined {
  const payload = Buffer.from(encoded ?? '', 'base64')
    .toString()
    .trim()
    .split('.')[1];
  try {
    return JSON.parse(Buffer.from(payload ?? '', 'base64url').toString()) as Claims;
  } catch {
    return undefined;
  }
}
