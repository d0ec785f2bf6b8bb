import { execFileSync } from 'node:child_process';

/** Processes with a text in their command line. A zombie is dead: only nobody has asked for its status yet. */
export function livingProcesses(text: string): readonly string[] {
  const lines = execFileSync('ps', ['-A', '-ww', '-o', 'pid=,state=,args='], { encoding: 'utf8' }).split(
    '\n',
  );
  return lines.filter((line) => line.includes(text) && !/^\s*\d+ Z/.test(line));
}
