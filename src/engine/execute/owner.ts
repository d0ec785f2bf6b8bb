import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { birthOf, signal } from './process-tree.ts';

/**
 * Which process something belongs to, as a short text: its number, when it was started (numbers are used again), and
 * where such numbers mean the same: this start of the machine and this PID namespace, since containers may share a
 * folder.
 */
export type Owner = { readonly pid: number; readonly birth: number; readonly place: string };

/** Two clocks may tell the second of a start a little differently. On Linux it is told by one. */
const tolerance = process.platform === 'linux' ? 0 : 5;

const unknownPlace = '000000';
const place = thisPlace();

/** This process. */
export function thisOwner(): Owner {
  const birth = process.platform === 'linux' ? numberOf(birthOf(process.pid)) : performance.timeOrigin / 1000;
  return { pid: process.pid, birth: Math.floor(birth ?? 0), place };
}

export function ownerText(owner: Owner): string {
  return `${owner.pid.toString(36)}-${owner.birth.toString(36)}-${owner.place}`;
}

/** Undefined for a text that no `ownerText` is. */
export function parseOwner(text: string): Owner | undefined {
  const [, pid, birth, where] = /^([0-9a-z]{1,6})-([0-9a-z]{1,10})-([0-9a-z]{6})$/.exec(text) ?? [];
  if (pid === undefined || birth === undefined || where === undefined) return undefined;
  return { pid: Number.parseInt(pid, 36), birth: Number.parseInt(birth, 36), place: where };
}

/** Whether it is sure that an owner lives no more. Of one in another container, or of another start, nothing is known. */
export function isDead(owner: Owner): boolean {
  if (owner.place !== place || place === unknownPlace) return false;
  if (!signal(owner.pid, 0)) return true;
  const birth = numberOf(birthOf(owner.pid));
  // With /proc, one that has a number and no birth waits only for its parent to take note of its end.
  if (birth === undefined) return process.platform === 'linux';
  return Math.abs(birth - owner.birth) > tolerance;
}

function numberOf(birth: string | undefined): number | undefined {
  if (birth === undefined) return undefined;
  const value =
    process.platform === 'linux' ? Number(birth) : Date.parse(`${birth.replaceAll('_', ' ')} UTC`) / 1000;
  return Number.isNaN(value) ? undefined : value;
}

function thisPlace(): string {
  if (process.platform !== 'linux') return short(hostname());
  try {
    return short(
      `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8')} ${readlinkSync('/proc/self/ns/pid')}`,
    );
  } catch {
    return unknownPlace;
  }
}

/**
 * A text in six digits of base 36, by FNV-1a, of whose 32 bits 31 have room there. Nobody has to be kept from finding
 * another text for them, and Node's cryptography takes 6 ms of the processor to load.
 * @see https://datatracker.ietf.org/doc/html/draft-eastlake-fnv
 */
function short(text: string): string {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(text)) hash = Math.imul(hash ^ byte, 0x01000193);
  return (hash >>> 1).toString(36).padStart(6, '0');
}
