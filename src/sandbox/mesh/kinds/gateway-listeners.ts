import type { KindBehaviour } from '../../apiserver/kind.ts';
import { ApiError } from '../../apiserver/store/api-error.ts';
import { speaksTls } from '../gateway/listener-tls.ts';
import type { GatewayObject } from '../objects.ts';

/** Istio's option that has a listener show the mesh's own certificate, or ask clients for theirs. */
const modeOption = 'gateway.istio.io/tls-terminate-mode';

/** Forms of TLS that no proxy here can do are refused when a Gateway asks for them: none would be looked at. */
export const refuseTlsModes: NonNullable<KindBehaviour['refuse']> = (object) => {
  const listeners = (object as GatewayObject).spec?.listeners ?? [];
  const mode = listeners.filter(speaksTls).map(({ tls }) => tls?.options?.[modeOption]);
  const [asked] = mode.filter((each) => each !== undefined && each !== 'SIMPLE');
  return asked === undefined
    ? undefined
    : new ApiError(501, 'NotImplemented', `sandbox: ${modeOption} ${asked} is not simulated`);
};
