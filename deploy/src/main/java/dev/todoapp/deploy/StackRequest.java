package dev.todoapp.deploy;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a stack shall be.
 *
 * @param before the stack as it is, null if there is none
 * @param template its text, null for the one that the stack has
 * @param parameters those that are given a value
 * @param kept those that keep the value they have
 * @param secret those whose values nobody shall see
 * @param roleArn the role that CloudFormation works with, null for the caller's own or the one that the stack has
 */
record StackRequest(
        String name,
        String region,
        @Nullable DeployedStack before,
        @Nullable Template template,
        Map<String, String> parameters,
        Set<String> kept,
        Set<String> secret,
        Map<String, String> tags,
        @Nullable String roleArn) {

    /**
     * @param text as it is in its file, or as JSON where names have to be written out or it would be too long
     * @param makesRoles whether it has to be allowed to make roles and policies
     * @param bucket where one is put that is too long to be handed over, null if there is none yet
     */
    record Template(
            String text, boolean makesRoles, @Nullable String bucket) {}

    boolean isNew() {
        return before == null || before.isOnlyPlanned() || before.isGone();
    }
}
