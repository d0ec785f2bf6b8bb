import { eventSchema } from '../../../src/engine/report/event-schema.ts';

export const GET = () => Response.json(eventSchema);
