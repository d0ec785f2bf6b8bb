import { sh } from '../sh.ts';

/** Background jobs: which there are, what became of them, and that those which were asked to end have ended. */
export const jobs = sh`
# Takes in bash's list of jobs; those that are new in it were started by the statement at work.
rb_note_jobs() {
  local listed line number pid i
  listed=$(LC_ALL=C jobs -l 2>/dev/null)
  # bash has now said what it has to say of them, and does not say it in the output of a statement.
  jobs >/dev/null 2>&1
  while IFS= read -r line; do
    case $line in '['*) ;; *) continue ;; esac
    number=\${line%%]*} pid=\${line#*]}
    read -r pid _ <<<"\${pid#[+-]}"
    for ((i = 0; i < rb_job_count; i++)); do [ "\${rb_job_pid[i]}" != "$pid" ] || continue 2; done
    rb_job_pid[rb_job_count]=$pid rb_job_number[rb_job_count]=\${number#[} rb_job_line[rb_job_count]=$rb_line
    rb_job_ready[rb_job_count]='' rb_job_output[rb_job_count]=$rb_n rb_job_count=$((rb_job_count + 1))
    rb_fresh="$rb_fresh $pid"
  done <<<"$listed"
  rb_spare_jobs
}

# Limits of other statements are none of theirs.
rb_spare_jobs() {
  local i spared=''
  for ((i = 0; i < rb_job_count; i++)); do spared="$spared \${rb_job_pid[i]}"; done
  echo "$spared" >|"$rb_dir/spared"
}

# The job that is removed leaves its place to the last one: INDEX.
rb_forget_job() {
  rb_job_count=$((rb_job_count - 1))
  rb_job_pid[$1]=\${rb_job_pid[rb_job_count]} rb_job_number[$1]=\${rb_job_number[rb_job_count]}
  rb_job_line[$1]=\${rb_job_line[rb_job_count]} rb_job_ready[$1]=\${rb_job_ready[rb_job_count]}
  rb_job_output[$1]=\${rb_job_output[rb_job_count]}
  rb_spare_jobs
}

# At the end of a runbook that nothing is left to do for: nobody needs what it has started.
rb_end_jobs() {
  rb_end_processes 2>/dev/null
  jobs >/dev/null 2>&1
  rb_job_count=0
  rb_spare_jobs
}

# How a job ended that is no longer alive: PID.
rb_job_status() {
  { wait "$1"; } 2>/dev/null
}

# After each statement: a job that has died by itself fails the statement that started it.
rb_check_jobs() {
  local i status died=''
  rb_note_jobs
  [ -z "$rb_kills" ] || rb_await_killed
  for ((i = rb_job_count - 1; i >= 0; i--)); do
    if kill -0 "\${rb_job_pid[i]}" 2>/dev/null; then continue; fi
    rb_job_status "\${rb_job_pid[i]}"
    status=$?
    # HUP, INT and TERM come from somebody who wants it to end.
    case \${rb_asked:-0}:$status:\${rb_job_ready[i]} in
      1:* | *:129:* | *:130:* | *:143:* | *:0: | *:127:) ;;
      *)
        died=1
        rb_job_died "$i" "$status"
        ;;
    esac
    rb_forget_job "$i"
  done
  [ -z "$died" ] || rb_stop 1
}

rb_job_died() {
  rb_passed=$((rb_passed - 1)) rb_failed=$((rb_failed + 1))
  rb_say "✗ $rb_file:\${rb_job_line[$1]}  the background job ended by itself with exit code $2"
  rb_show_output "$rb_dir/\${rb_job_output[$1]}"
}

# "kill" returns before the process has ended, and its port would still be taken in the next statement.
rb_await_killed() {
  local turns=0 most=10 targets
  targets=$(rb_meant_by "$rb_kills")
  case $rb_kills:$targets in maybe* | *:) ;; *) most=100 ;; esac
  while [ "$turns" -lt "$most" ]; do
    if rb_are_gone "$targets"; then break; fi
    turns=$((turns + 1))
    # Rarely, bash loses the signal to a job that it has only just started.
    if [ "$turns" -eq 50 ]; then for pid in $targets; do kill -TERM -- "-$pid" 2>/dev/null; done; fi
    rb_sleep 0.02
    jobs >/dev/null 2>&1
  done
  jobs >/dev/null 2>&1
}

# Prints the pids of the jobs that words of a "kill" stand for: WORDS.
rb_meant_by() {
  local word pid i
  for word in $1; do
    case $word in
      "\$!") pid=$! ;;
      "\$"*) word=\${word#?} pid=\${!word-} ;;
      *) pid=$word ;;
    esac
    for ((i = 0; i < rb_job_count; i++)); do
      case $pid in "%\${rb_job_number[i]}" | "\${rb_job_pid[i]}") echo "\${rb_job_pid[i]}" ;; esac
    done
  done
}

# Whether all of these have ended with what they had started; of nobody in particular, whether any job has: PIDS.
rb_are_gone() {
  local pid i
  for pid in $1; do
    if kill -0 -- "-$pid" 2>/dev/null; then return 1; fi
  done
  [ -z "$1" ] || return 0
  for ((i = 0; i < rb_job_count; i++)); do
    kill -0 "\${rb_job_pid[i]}" 2>/dev/null || return 0
  done
  return 1
}
`;
