package dev.todoapp.localcloud.frontdoor;

import dev.todoapp.infra.Stack;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/** What the browser app reads at run time. On AWS the deploy command writes it from the same outputs. */
final class WebsiteConfig {

    private static final String STACK = "identity";

    private WebsiteConfig() {}

    /** The text of {@code config.json}, or empty where nobody signs in. */
    static Optional<String> of(List<Stack> stacks) {
        return stacks.stream()
                .filter(stack -> stack.name().equals(STACK))
                .findFirst()
                .map(identity -> {
                    var config = JsonMapper.shared().createObjectNode();
                    config.put("issuer", identity.output("Issuer"));
                    config.put("clientId", identity.output("WebClientId"));
                    config.put("logoutUrl", identity.output("LogoutUrl"));
                    return config.toString();
                });
    }
}
