import { sh } from '../sh.ts';

/**
 * What every script begins with. Written, as all of the runtime, for bash 3.2 and later: no associative arrays, no
 * `wait -n`, no `mapfile`, no fractions for `read -t`. Names begin with `rb_`, to stay out of the document's way.
 */
export const start = sh`
set +o posix
shopt -s expand_aliases
# Where messages go, whatever a statement's own output is sent to.
exec 98>&1 99>&2

rb_home=\${RUNBOOK_DIR:-\${BASH_SOURCE%/*}}
[ -d "$rb_home" ] || rb_home=.
rb_home=$(cd -- "$rb_home" && pwd) || exit 3
rb_dir=$(umask 077 && command mktemp -d "\${TMPDIR:-/tmp}/runbook-XXXXXXXX") || exit 3
: >"$rb_dir/limit"
: >"$rb_dir/spared"
# By this, processes are known that have left the script's family.
rb_tag=$$-\${rb_dir##*-}
export RUNBOOK_TAG=$rb_tag

rb_phase=steps rb_skip='' rb_interrupts=0 rb_code=0 rb_started=$(command date +%s)
rb_total=0 rb_passed=0 rb_failed=0 rb_met=0 rb_unmet=0 rb_unchecked=0
rb_id='' rb_n=0 rb_running='' rb_opened='' rb_kept='' rb_held='' rb_after=''
rb_flags='' rb_ifs=$' \t\n' rb_status=0 rb_pipes=0 rb_last='0 0' rb_folder='' rb_enter='' rb_forget='' rb_fresh='' rb_user_exit='' rb_job_count=0
rb_timeout=120 rb_file='' rb_cleanups='' rb_secrets='' rb_watcher=''
`;
