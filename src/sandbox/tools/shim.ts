/**
 * The program behind a simulated command's PATH entry: hands its call to the sandbox over a unix socket and passes
 * bytes on. It has no dependencies, since it is started for every call; its frames are those of frames.ts.
 */
export const shimProgram = (socket: string): string => `'use strict';
const net = require('node:net');
const [tool, ...argv] = process.argv.slice(2);
const socket = net.connect(${JSON.stringify(socket)});
const env = {};
for (const name of ['KUBECONFIG', 'HOME', 'TERM', 'NO_COLOR']) if (process.env[name] !== undefined) env[name] = process.env[name];
const frame = (letter, content) => {
  const head = Buffer.alloc(5, letter);
  head.writeUInt32BE(content.length, 1);
  return Buffer.concat([head, content]);
};
const call = { tool, argv, cwd: process.cwd(), env, tty: Boolean(process.stdout.isTTY) };
socket.write(frame('C', Buffer.from(JSON.stringify(call))));
let rest = Buffer.alloc(0);
let ended = false;
const leave = (code) => { ended = true; process.exitCode = code; socket.destroy(); process.stdin.destroy(); };
const brokenPipe = (error) => { if (error.code === 'EPIPE') process.exit(141); throw error; };
process.stdout.on('error', brokenPipe);
process.stderr.on('error', brokenPipe);
const write = (stream, content) => { if (!stream.write(content)) { socket.pause(); stream.once('drain', () => socket.resume()); } };
const sendStdin = () => {
  process.stdin.on('data', (chunk) => { if (!socket.write(frame('I', chunk))) { process.stdin.pause(); socket.once('drain', () => process.stdin.resume()); } });
  process.stdin.on('end', () => socket.write(frame('E', Buffer.alloc(0))));
};
socket.on('data', (chunk) => {
  rest = Buffer.concat([rest, chunk]);
  while (rest.length >= 5 && rest.length >= 5 + rest.readUInt32BE(1)) {
    const letter = String.fromCharCode(rest[0]);
    const content = rest.subarray(5, 5 + rest.readUInt32BE(1));
    rest = rest.subarray(5 + content.length);
    if (letter === 'O') write(process.stdout, content);
    else if (letter === 'X') write(process.stderr, content);
    else if (letter === 'W') sendStdin();
    else if (letter === 'Q') leave(Number(content.toString()));
  }
});
const gone = () => { if (!ended) { process.stderr.write(tool + ': the sandbox is no longer there\\n'); leave(1); } };
socket.on('error', gone);
socket.on('close', gone);
`;

/** The PATH entry itself. It names its Node by path, so that it runs whatever PATH says. */
export const pathEntry = (node: string, program: string, tool: string): string =>
  `#!/bin/sh\nexec ${quote(node)} ${quote(program)} ${quote(tool)} "$@"\n`;

const quote = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;
