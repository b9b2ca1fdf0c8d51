package dev.todoapp.deploy;

import java.util.Optional;
import java.util.function.Consumer;

/** Brings a stack that was left in the middle of something to where it can be changed. */
final class Readiness {

    private final CloudFormation cloudFormation;
    private final Screen screen;
    private final Deploy.Options options;

    Readiness(CloudFormation cloudFormation, Screen screen, Deploy.Options options) {
        this.cloudFormation = cloudFormation;
        this.screen = screen;
        this.options = options;
    }

    /** @return the stack as it is once it can be changed; empty if there is none */
    Optional<DeployedStack> ready(String name, String region) {
        return ready(name, region, stack -> {});
    }

    /** @param check of the stack that nobody else is changing, before it is brought anywhere */
    Optional<DeployedStack> ready(String name, String region, Consumer<DeployedStack> check) {
        Optional<DeployedStack> found = cloudFormation.find(name, region);
        if (found.isEmpty()) {
            return found;
        }
        DeployedStack stack = found.get();
        if (stack.isBusy()) {
            screen.say("%s is %s: somebody else is changing it, or an earlier run still is; waiting for that to end"
                    .formatted(name, stack.status()));
            stack = cloudFormation.waitFor(stack);
        }
        if (stack.isGone()) {
            return Optional.empty();
        }
        check.accept(stack);
        if (stack.isOnlyPlanned() && !options.planOnly()) {
            screen.say("%s was planned and never made: it is made now".formatted(name));
        }
        if (stack.isStuckInRollback()) {
            refuseUnshown(stack, "its way back must be finished first");
            screen.say("%s is %s: first it goes on to where it was before".formatted(name, stack.status()));
            stack = cloudFormation.goOnRollingBack(stack);
        }
        if (stack.mustGoFirst()) {
            refuseUnshown(stack, "it must be deleted and made anew");
            String question =
                    "%s is %s: it must be deleted before it can be made anew (what it retains is taken over again)."
                            .formatted(name, stack.status());
            screen.say(question);
            if (!options.yes() && !screen.agrees("Delete it?")) {
                throw new Refusal("stopped before %s, which is as it was".formatted(name));
            }
            cloudFormation.delete(stack);
            return Optional.empty();
        }
        return Optional.of(stack);
    }

    /** No plan shows it, so nobody can have approved it. */
    private void refuseUnshown(DeployedStack stack, String what) {
        if (options.onlyWhatPlansShow()) {
            throw new Refusal("%s is %s: %s: %s".formatted(stack.name(), stack.status(), what, stack.deployCommand()));
        }
    }
}
