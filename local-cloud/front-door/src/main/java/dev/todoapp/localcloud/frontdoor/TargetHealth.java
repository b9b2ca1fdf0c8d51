package dev.todoapp.localcloud.frontdoor;

import dev.todoapp.localcloud.frontdoor.Targets.State;

/** How a target's state follows from its checks. For one thread at a time. */
final class TargetHealth {

    private State state = State.INITIAL;
    private int passes;
    private int failures;

    State state() {
        return state;
    }

    /** Whether the state is another one after this check. */
    boolean note(HealthCheck check, boolean passed) {
        passes = passed ? passes + 1 : 0;
        failures = passed ? 0 : failures + 1;
        State before = state;
        state = switch (before) {
            // A new target needs one pass only.
            case INITIAL -> passed ? State.HEALTHY : unlessUnwell(check);
            case HEALTHY -> unlessUnwell(check);
            case UNHEALTHY -> passes >= check.healthyThreshold() ? State.HEALTHY : before;
            case DRAINING -> before;
        };
        return state != before;
    }

    void drain() {
        state = State.DRAINING;
    }

    private State unlessUnwell(HealthCheck check) {
        return failures >= check.unhealthyThreshold() ? State.UNHEALTHY : state;
    }
}
