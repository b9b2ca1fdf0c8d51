# shellcheck shell=bash
# Measures what a request costs. bench/README.md says what is measured and how to read it.

build_bench() {
  local now
  now="$(java_digest)-$(digest bench/pom.xml bench/src)"
  if stale bench "$now" bench/target/lib; then
    rm -rf bench/target/lib
    step "bench: compile, collect its jars" maven -q -pl bench -am package -DskipTests -Dspotless.check.skip=true -Dbench.lib
    stamp bench "$now"
  fi
}

# run_bench todos|files|start --quick|--keep|"": fails when a bar is missed, but not when it was only a quick run, or one for the records
run_bench() {
  say "Measuring; nothing else should run on this machine:"
  java -Xmx256m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Djava.awt.headless=true -Dbench.commit="$(commit)" \
    ${BENCH_SERVICE_OPTIONS:+"-Dbench.service.options=$BENCH_SERVICE_OPTIONS"} \
    -cp "$(class_path)" dev.todoapp.bench.Bench "$1" ${2:+"$2"}
}

class_path() {
  local jar
  jar=$(ls bench/target/bench-*-SNAPSHOT.jar)
  printf '%s:%s' "$ROOT/$jar" "$ROOT/bench/target/lib/*"
}

# The commit that is measured, for who reads the results later.
commit() {
  local short
  short=$(git rev-parse --short HEAD 2>/dev/null) || { printf 'unknown'; return 0; }
  if [ -n "$(git status --porcelain 2>/dev/null)" ]; then short="$short and changes that are not committed"; fi
  printf '%s' "$short"
}
