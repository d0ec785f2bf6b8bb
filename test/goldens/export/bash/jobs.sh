
# ── From here on: what is needed, and the page. ──

# No cluster is declared, and so none is touched.
export KUBECONFIG=/dev/null
rb_ready_to_start
rb_after=rb_check_jobs

### Background jobs · export/jobs.md

rb_runbook export/jobs.md 'Background jobs' 120
rb_will_run 17 ''

# Start, ask and stop · export/jobs.md:3
rb_step 3 'Start, ask and stop' start-ask-and-stop

while rb_try 1 6 '( echo up; sleep 60 ) &' checked background; do {
( echo up; sleep 60 ) &
rb_ran $? 0; } </dev/null >>"$rb_o" 2>>"$rb_e"
rb_await 10 rb_is_logging up
done

while rb_try 2 8 'PID=$!' kept checked; do {
PID=$!
rb_ran $? "${PIPESTATUS[@]}"; } </dev/null >>"$rb_o" 2>>"$rb_e"
done

while rb_try 3 9 'kill -0 "$PID" && echo alive' checked; do {
kill -0 "$PID" && echo alive
rb_ran $? "${PIPESTATUS[@]}"; } </dev/null >>"$rb_o" 2>>"$rb_e"
rb_expect 10 'expect: alive' all both rb_words =alive
done

while rb_try 4 11 'sleep 60 &' checked background; do {
sleep 60 &
rb_ran $? 0; } </dev/null >>"$rb_o" 2>>"$rb_e"
rb_launched
done

while rb_try 5 12 'jobs | wc -l' accepts=0,141/0 checked; do {
jobs | wc -l
rb_ran $? "${PIPESTATUS[@]}"; } </dev/null >>"$rb_o" 2>>"$rb_e"
rb_expect 13 'expect: 2' all both rb_words =2
done

while rb_try 6 14 'kill %1' kept checked asked kills=%1; do {
kill %1
rb_ran $? "${PIPESTATUS[@]}"; } </dev/null >>"$rb_o" 2>>"$rb_e"
done

while rb_try 7 15 'kill %2' kept checked asked kills=%2; do {
kill %2
rb_ran $? "${PIPESTATUS[@]}"; } </dev/null >>"$rb_o" 2>>"$rb_e"
done

while rb_try 8 16 'jobs | wc -l' accepts=0,141/0 checked; do {
jobs | wc -l
rb_ran $? "${PIPESTATUS[@]}"; } </dev/null >>"$rb_o" 2>>"$rb_e"
rb_expect 17 'expect: 0' all both rb_words =0
done

# A function that ends them · export/jobs.md:20
rb_step 20 'A function that ends them' a-function-that-ends-them

while rb_try 9 23 'sleep 60 &' checked background; do {
sleep 60 &
rb_ran $? 0; } </dev/null >>"$rb_o" 2>>"$rb_e"
rb_launched
done

while rb_try 10 24 'FORWARD=$!' kept checked; do {
FORWARD=$!
rb_ran $? "${PIPESTATUS[@]}"; } </dev/null >>"$rb_o" 2>>"$rb_e"
done

while rb_try 11 25 'stop() { kill "$FORWARD"; }' kept checked; do {
stop() { kill "$FORWARD"; }
rb_ran $? "${PIPESTATUS[@]}"; } </dev/null >>"$rb_o" 2>>"$rb_e"
done

while rb_try 12 26 'stop' kept checked asked 'kills=$FORWARD'; do {
stop
rb_ran $? "${PIPESTATUS[@]}"; } </dev/null >>"$rb_o" 2>>"$rb_e"
done

while rb_try 13 27 'kill -0 "$FORWARD" 2>/dev/null || echo gone' checked; do {
kill -0 "$FORWARD" 2>/dev/null || echo gone
rb_ran $? "${PIPESTATUS[@]}"; } </dev/null >>"$rb_o" 2>>"$rb_e"
rb_expect 28 'expect: gone' all both rb_words =gone
done

# In the foreground, and left behind · export/jobs.md:31
rb_step 31 'In the foreground, and left behind' in-the-foreground-and-left-behind

while rb_try 14 34 'for i in 1 2; do ( sleep 0.1; echo "late $i" >&2 ) & done' kept checked jobs; do {
for i in 1 2; do ( sleep 0.1; echo "late $i" >&2 ) & done
rb_ran $? "${PIPESTATUS[@]}"; } </dev/null >>"$rb_o" 2>>"$rb_e"
done

while rb_try 15 34 'wait' kept checked; do {
wait
rb_ran $? "${PIPESTATUS[@]}"; } </dev/null >>"$rb_o" 2>>"$rb_e"
done

while rb_try 16 34 'echo all' checked; do {
echo all
rb_ran $? "${PIPESTATUS[@]}"; } </dev/null >>"$rb_o" 2>>"$rb_e"
rb_expect 35 'expect: all' all both rb_words =all
done

while rb_try 17 36 'sleep 300 &' checked background; do {
sleep 300 &
rb_ran $? 0; } </dev/null >>"$rb_o" 2>>"$rb_e"
rb_launched
done

rb_finish
