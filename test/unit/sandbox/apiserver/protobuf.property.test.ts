import fc from 'fast-check';
import { test } from 'vitest';
import { decodeProtobuf } from '../../../../src/sandbox/apiserver/protobuf/decode-protobuf.ts';
import { ApiError } from '../../../../src/sandbox/apiserver/store/api-error.ts';
import { loadWireTypes } from '../../../../src/sandbox/kubernetes/load-wire-types.ts';
import { runs } from '../../../helpers/budget.ts';
import { envelope } from './protobuf-message.ts';

const types = await loadWireTypes();

test('no bytes crash it: they are an object or a refusal', () => {
  const anything = fc.oneof(
    fc.uint8Array(),
    fc.uint8Array().map((raw) => envelope('v1', 'ConfigMap', Buffer.from(raw.slice(0, 100)))),
  );
  fc.assert(
    fc.property(anything, (bytes) => {
      try {
        return decodeProtobuf(Buffer.from(bytes), types).kind.length > 0;
      } catch (error) {
        return error instanceof ApiError;
      }
    }),
    { numRuns: runs(1000) },
  );
});
