import { recordSchema } from '../../../src/engine/record/record-schema.ts';

export const GET = () => Response.json(recordSchema);
