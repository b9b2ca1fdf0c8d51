# shellcheck shell=bash
# The commands that talk to AWS. docs/deploy.md says what each does; the module deploy/ does it.

require_aws() {
  command -v aws >/dev/null 2>&1 || fail "the AWS CLI is missing: install it (https://aws.amazon.com/cli) and try again"
}

build_deploy() {
  local now
  now="$(java_identity)-$(digest pom.xml .mvn infra/pom.xml infra/src deploy/pom.xml deploy/src)"
  if stale deploy "$now" deploy/target/lib; then
    rm -rf deploy/target/lib
    mkdir -p "$ROOT/target"
    : >"$BUILD_LOG"
    step "deploy: compile, collect its jars" maven -q -pl deploy -am package -DskipTests -Dspotless.check.skip=true -Ddeploy.lib >&2
    stamp deploy "$now"
  fi
}

# exec_deploy COMMAND ARGUMENTS...
exec_deploy() {
  local jar asks=false bold=false
  jar=$(ls deploy/target/deploy-*-SNAPSHOT.jar)
  if [ -t 0 ] && [ -t 1 ]; then asks=true; fi
  if [ -t 1 ] && [ -z "${NO_COLOR-}" ]; then bold=true; fi
  exec java -Xmx128m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xshare:auto -Ddeploy.root="$ROOT" -Ddeploy.asks="$asks" \
    -Ddeploy.bold="$bold" -cp "$ROOT/$jar:$ROOT/deploy/target/lib/*" dev.todoapp.deploy.Main "$@"
}
