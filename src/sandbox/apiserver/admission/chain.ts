import type { KubeObject } from '../store/object.ts';
import type { AdmissionPlugin, AdmissionRequest } from './plugin.ts';

/** The plugins that look at one request, in their order. */
type AdmissionChain = {
  mutate(object: KubeObject): KubeObject;
  /** @throws ApiError of the first plugin that refuses */
  validate(object: KubeObject): void;
};

/** Picks the plugins that look at a request. */
export function admissionChain(
  plugins: readonly AdmissionPlugin[],
  request: AdmissionRequest,
): AdmissionChain {
  const chosen = plugins.filter((plugin) => plugin.handles(request));
  return {
    mutate: (object) => chosen.reduce((current, { mutate }) => mutate?.(current, request) ?? current, object),
    validate(object) {
      for (const { validate } of chosen) validate?.(object, request);
    },
  };
}
