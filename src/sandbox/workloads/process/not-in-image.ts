import { quantity } from '../../apiserver/admission/quantity.ts';
import { fieldsAt } from '../../apiserver/fields.ts';
import { ApiError } from '../../apiserver/store/api-error.ts';

/** What an OCI runtime says of a command that the image doesn't have. */
export const notInImage = (command: string): string =>
  `exec: "${command}": ${command.includes('/') ? `stat ${command}: no such file or directory` : 'executable file not found in $PATH'}`;

/** What we say of a command that the image has but the sandbox doesn't. */
export const notSimulated = (command: string): string => `sandbox: the command "${command}" is not simulated`;

/** `kubectl exec` of something that can't be started. @see https://github.com/containerd/containerd */
export function execRefused(command: string, inImage: boolean): ApiError {
  if (inImage) return new ApiError(500, 'InternalError', notSimulated(command));
  const id = Buffer.from(command).toString('hex').padEnd(64, '0').slice(0, 64);
  return new ApiError(
    500,
    'InternalError',
    'Internal error occurred: error executing command in container: failed to exec in container: ' +
      `failed to start exec "${id}": OCI runtime exec failed: exec failed: ` +
      `unable to start container process: ${notInImage(command)}`,
  );
}

/** Below this no process of a container starts: the runtime's own first one needs more, in bytes. */
const leastMemory = 1024 ** 2;

/** Whether a container may use too little memory to be started, as one with `64m` for `64Mi` may. */
export function lacksMemory(resources: object | undefined): boolean {
  const limit = fieldsAt(resources, 'limits').memory;
  return limit !== undefined && quantity(limit) < leastMemory;
}

/** What a node says of a container whose process can't be started. */
export const startError = (why: string): string =>
  'failed to create containerd task: failed to create shim task: OCI runtime create failed: ' +
  `runc create failed: unable to start container process: ${why}`;
