# shellcheck shell=bash
# The system in containers, for the browser journeys. docker-compose.yml is for people, too; docs/decisions/021 explains it.

compose() {
  if docker compose version >/dev/null 2>&1; then docker compose "$@"; else docker-compose "$@"; fi
}

require_compose() {
  if docker compose version >/dev/null 2>&1 || command -v docker-compose >/dev/null 2>&1; then return 0; fi
  fail "Docker's compose is missing: install it (https://docs.docker.com/compose/install) and try again"
}

# Containers, a network and ports for the journeys alone, beside those that people run. What is taken is said before anything is
# built or started.
choose_e2e_addresses() {
  local name
  export COMPOSE_PROJECT_NAME=todo-app-e2e NETWORK=${E2E_NETWORK:-172.30.78}
  export PORT=${PORT-18080} COGNITO_PORT=${COGNITO_PORT-19229} S3_PORT=${S3_PORT-14566}
  [[ $NETWORK =~ ^[0-9]{1,3}\.[0-9]{1,3}\.[0-9]{1,3}$ ]] || fail "E2E_NETWORK is three numbers of an address, such as 172.30.78, not '$NETWORK'"
  check_ports
  for name in PORT COGNITO_PORT S3_PORT; do
    if (: <"/dev/tcp/127.0.0.1/${!name}") 2>/dev/null; then
      fail "port ${!name} is taken: stop what listens there, or set $name to another"
    fi
  done
}

# run_compose_e2e ARGUMENTS FOR PLAYWRIGHT...: with volumes of its own, which go with it
run_compose_e2e() {
  local code
  IMAGE_VERSION=$(image_version)
  export IMAGE_VERSION
  trap 'compose down --volumes --timeout 60 >>"$BUILD_LOG" 2>&1' EXIT
  step "containers" compose up --detach --scale todo-service=2
  step "the front door is healthy" await_front_door
  set +e
  (
    export E2E_ADDRESSES
    E2E_ADDRESSES=$(printf '{"app":"http://localhost:%s","cognito":"http://localhost:%s","s3":"http://127.0.0.1:%s","dynamodb":"","sqs":"","data":""}' \
      "$PORT" "$COGNITO_PORT" "$S3_PORT")
    set -e
    run_e2e no --project=desktop-light "$@"
  )
  code=$?
  set -e
  if [ $code -ne 0 ]; then compose logs --no-color >target/compose.log 2>&1; say "What the containers said is in target/compose.log"; fi
  return $code
}

await_front_door() {
  local container tries=0
  container=$(compose ps -q front-door)
  until [ "$(docker inspect --format '{{.State.Health.Status}}' "$container")" = healthy ]; do
    tries=$((tries + 1))
    [ $tries -lt 120 ] || { compose ps; return 1; }
    sleep 2
  done
}
