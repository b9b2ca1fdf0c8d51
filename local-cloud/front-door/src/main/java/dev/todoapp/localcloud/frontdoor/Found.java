package dev.todoapp.localcloud.frontdoor;

import dev.todoapp.infra.Resource;
import dev.todoapp.infra.Stack;
import java.util.List;

/** A resource and the stack in which it was found. */
record Found(Stack stack, Resource resource) {

    static List<Found> all(List<Stack> stacks, String type) {
        return stacks.stream()
                .flatMap(stack -> stack.ofType(type).stream().map(resource -> new Found(stack, resource)))
                .toList();
    }

    /** The front door plays one of each box. */
    static Found one(List<Stack> stacks, String type) {
        List<Found> all = all(stacks, type);
        if (all.size() != 1) {
            throw new Unplayable(
                    "the templates",
                    "the front door plays one %s, and there are %d: %s"
                            .formatted(
                                    type,
                                    all.size(),
                                    all.stream()
                                            .map(found -> found.stack.name() + "/" + found.resource.logicalId())
                                            .toList()));
        }
        return all.getFirst();
    }

    /** @throws Unplayable if a template has a resource of that service which the front door doesn't know */
    static void nothingBut(List<Stack> stacks, String service, List<String> played) {
        for (Stack stack : stacks) {
            for (Resource resource : stack.resources().values()) {
                if (resource.type().startsWith(service)
                        && !played.contains(resource.type().substring(service.length()))) {
                    throw new Unplayable(
                            "%s: %s".formatted(stack.template(), resource.logicalId()),
                            resource.type() + " is not played by the front door");
                }
            }
        }
    }

    Part part() {
        return Part.of(stack, resource);
    }
}
