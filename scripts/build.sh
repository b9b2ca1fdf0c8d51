# shellcheck shell=bash
# Builds what is stale. Staleness is found by digests, not by running Maven or npm.

STAMPS=$ROOT/target/stamps
BUILD_LOG=$ROOT/target/build.log

# stale NAME DIGEST PRODUCT: whether PRODUCT is missing or was built from something else
stale() {
  [ ! -e "$3" ] || [ ! -f "$STAMPS/$1" ] || [ "$(cat "$STAMPS/$1")" != "$2" ]
}

stamp() {
  mkdir -p "$STAMPS"
  printf '%s\n' "$2" >"$STAMPS/$1"
}

# step WHAT COMMAND...: one line for a step that takes a while; its output only if it fails
step() {
  local what=$1 start=$SECONDS
  shift
  printf '  %-42s' "$what"
  attempt "$@" >>"$BUILD_LOG" 2>&1
  if [ "$CODE" -eq 0 ]; then
    printf '%4d s\n' $((SECONDS - start))
  else
    printf 'failed\n'
    tail -n 40 "$BUILD_LOG" >&2
    fail "$what failed; all of its output is in target/build.log"
  fi
}

start_log() {
  mkdir -p "$ROOT/target"
  : >"$BUILD_LOG"
}

build_all() {
  start_log
  build_java
  build_frontend
}

java_digest() {
  printf '%s-%s' "$(java_identity)" "$(digest pom.xml .mvn platform infra/pom.xml infra/src local-cloud todo-service/pom.xml \
    todo-service/src files-service/pom.xml files-service/src images/pom.xml images/src/main)"
}

java_identity() {
  grep '^JAVA_RUNTIME_VERSION=' "$JAVA_HOME/release" | tr -dc '[:alnum:].+-'
}

build_java() {
  local now
  now=$(java_digest)
  if stale java "$now" todo-service/target/app || stale java "$now" files-service/target/app ||
    stale java "$now" local-cloud/launcher/target/app || [ ! -d local-cloud/dynamodb/target/lib ]; then
    say "Building (the first time takes some minutes, most of them for downloads):"
    step "Java: compile and package" maven -q package -DskipTests -Dspotless.check.skip=true
    step "todo-service: lay out, make AOT cache" lay_out_service todo-service
    step "files-service: lay out, make AOT cache" lay_out_service files-service
    step "local cloud: lay out, make AOT cache" lay_out_launcher
    stamp java "$now"
  fi
}

# extract MODULE-FOLDER: the application jar taken apart; it starts sooner, and only from there can an AOT cache be used
extract() {
  local jar
  jar=$(ls "$1"/target/*-SNAPSHOT.jar)
  rm -rf "$1/target/app.new"
  java -Djarmode=tools -jar "$jar" extract --destination "$1/target/app.new"
  mv "$1"/target/app.new/*-SNAPSHOT.jar "$1/target/app.new/app.jar"
  rm -rf "$1/target/app"
  mv "$1/target/app.new" "$1/target/app"
}

# app_digest MODULE-FOLDER: what an AOT cache is made from
app_digest() {
  printf '%s-%s' "$(java_identity)" "$(digest "$1"/target/*-SNAPSHOT.jar local-cloud/jvm.options)"
}

lay_out_service() { # MODULE
  local now
  now=$(app_digest "$1")
  stale "$1-app" "$now" "$1/target/app/app.aot" || return 0
  extract "$1"
  # Trained by a whole start: nothing is called from there, so the addresses only have to look like some.
  env PORT=0 PUBLIC_URL=http://localhost:8080 ISSUER=http://localhost:9229/training CLIENT_IDS=training DRAIN_DELAY=0s \
    TODOS_TABLE=training FILES_BUCKET=training DELETED_TODOS_QUEUE=http://127.0.0.1:9/training AWS_ENDPOINT_URL_SQS=http://127.0.0.1:9 \
    AWS_REGION=us-east-1 AWS_ACCESS_KEY_ID=training AWS_SECRET_ACCESS_KEY=training \
    java @local-cloud/jvm.options -XX:AOTCacheOutput="$1/target/app/app.aot" -Dspring.context.exit=onRefresh -jar "$1/target/app/app.jar"
  [ -f "$1/target/app/app.aot" ]
  stamp "$1-app" "$now"
}

lay_out_launcher() {
  local now module=local-cloud/launcher
  now=$(app_digest $module)
  stale launcher-app "$now" $module/target/app/app.aot || return 0
  extract $module
  java @local-cloud/jvm.options -XX:AOTCacheOutput="$module/target/app/app.aot" -jar "$module/target/app/app.jar" train "$ROOT"
  [ -f "$module/target/app/app.aot" ]
  stamp launcher-app "$now"
}

npm_install() { # FOLDER
  local now
  now=$(digest "$1/package.json" "$1/package-lock.json")
  if stale "${1//\//-}-modules" "$now" "$1/node_modules"; then
    step "$1: npm packages" env PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 npm --prefix "$1" ci --no-audit --no-fund
    stamp "${1//\//-}-modules" "$now"
  fi
}

build_frontend() {
  local now
  now=$(digest frontend todo-service/openapi.yaml files-service/openapi.yaml)
  if stale frontend "$now" frontend/dist/index.html; then
    npm_install frontend
    step "frontend: build" npm --prefix frontend run build
    stamp frontend "$now"
  fi
}

check_ports() {
  local name seen=' '
  for name in PORT COGNITO_PORT DYNAMODB_PORT S3_PORT SQS_PORT; do
    [ -n "${!name+set}" ] || continue
    case ${!name} in
      *[!0-9]* | "" | ??????*) fail "$name is not a port number: ${!name}" ;;
    esac
    if [ "${!name}" -gt 65535 ]; then fail "$name is not a port number: ${!name}"; fi
    case $seen in
      *" ${!name} "*) [ "${!name}" = 0 ] || fail "$name is the port of something else, too: ${!name}" ;;
    esac
    seen="$seen${!name} "
  done
}

exec_launcher() {
  local app=local-cloud/launcher/target/app
  exec java @local-cloud/jvm.options -XX:AOTCache="$app/app.aot" '-Xlog:aot*=off' '-Xlog:cds*=off' -jar "$app/app.jar" up "$ROOT"
}
