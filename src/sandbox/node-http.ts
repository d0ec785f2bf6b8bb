/**
 * The module `node:http`. Importing it as an ES module reads all that it exports, and with `WebSocket` loads the
 * whole of undici: 20 ms and 10 MB at the start of a sandbox that needs none of it.
 */
export const http = process.getBuiltinModule('node:http');
