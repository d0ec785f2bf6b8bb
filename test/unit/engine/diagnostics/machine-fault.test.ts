import { describe, expect, it } from 'vitest';
import { RunbookError } from '../../../../src/engine/diagnostics/error.ts';
import { deviceFault, machineFault, namedFault } from '../../../../src/engine/diagnostics/machine-fault.ts';

/** An error as Node makes it of one of the system. */
const errno = (code: string, syscall: string, path?: string): Error =>
  Object.assign(new Error(`${code}: …, ${syscall}`), { code, syscall, ...(path ? { path } : {}) });

const faults: readonly (readonly [error: Error, message: string])[] = [
  [errno('ENOSPC', 'write'), '`write` failed: no space is left (ENOSPC)'],
  [errno('EDQUOT', 'open', '/x'), '`open /x` failed: the quota of disk space is used up (EDQUOT)'],
  [errno('EMFILE', 'open', '/x'), '`open /x` failed: too many files are open (EMFILE)'],
  [errno('EROFS', 'mkdir', '/x'), '`mkdir /x` failed: the file system is read-only (EROFS)'],
  [errno('EACCES', 'open', '/x'), '`open /x` failed: permission is denied (EACCES)'],
  [errno('ENOENT', 'open', '/x'), '`open /x` failed: it is not there (any more) (ENOENT)'],
  [errno('EAGAIN', 'spawn bash'), '`spawn bash` failed: no more processes can be started (EAGAIN)'],
];

const bugs: readonly Error[] = [
  new Error('a mistake of ours'),
  new TypeError('undefined is no function'),
  errno('EBADF', 'write'),
  errno('EINVAL', 'listen'),
  errno('EAGAIN', 'read'),
  errno('ENOENT', 'connect'),
  errno('ERR_INVALID_ARG_TYPE', ''),
];

describe('a fault of the machine', () => {
  it.for(faults)('%s', ([error, message]) => {
    const diagnostic = machineFault(error);
    expect(diagnostic).toMatchObject({ code: 'machine/fault', severity: 'error', message });
    expect(diagnostic?.hint).toMatch(/\.$/);
  });

  it('says what could not be done, where that is known', () => {
    expect(machineFault(errno('ENOSPC', 'write'), 'The report cannot be written')?.message).toBe(
      'The report cannot be written: no space is left (ENOSPC)',
    );
  });

  it('takes the place of the error, which stays its cause', () => {
    const error = errno('ENOSPC', 'write');
    expect(namedFault(error)).toBeInstanceOf(RunbookError);
    expect(namedFault(error)).toHaveProperty('cause', error);
  });

  it('that a better name of a file would help against is none of the device', () => {
    expect(deviceFault(errno('ENOENT', 'open', '/x'), 'It fails')).toBeUndefined();
    expect(deviceFault(errno('ENOSPC', 'open', '/x'), 'It fails')).toBeDefined();
  });
});

it.for(bugs)('%s is no fault of the machine', (error) => {
  expect(machineFault(error)).toBeUndefined();
  expect(namedFault(error)).toBe(error);
});
