import { type ApiError, forbidden } from '../store/api-error.ts';
import type { KubeObject } from '../store/object.ts';
import type { AdmissionRequest } from './plugin.ts';

/** A plugin's refusal of an object that is complete. */
export const refused = ({ resource }: AdmissionRequest, { metadata }: KubeObject, why: string): ApiError =>
  forbidden(resource, metadata.name, why);

const generatedLength = 5;

/** A refusal from before an object's name is generated: it has only what the name begins with. */
export function refusedEarly(
  { resource }: AdmissionRequest,
  { metadata }: KubeObject,
  why: string,
): ApiError {
  const { name, generateName = '' } = metadata;
  const isGenerated =
    generateName !== '' &&
    name.startsWith(generateName) &&
    name.length === generateName.length + generatedLength;
  return forbidden(resource, isGenerated ? generateName : name, why);
}
