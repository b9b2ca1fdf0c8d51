package dev.todoapp.localcloud.cognito;

import java.io.IOException;

/**
 * The API of a service, as it says itself.
 *
 * @param service its name, such as {@code todo-service}; the page's address ends with it
 * @param description asked for at each look
 */
public record ServiceApi(String service, Description description) {

    /** Where a description comes from. */
    @FunctionalInterface
    public interface Description {

        /**
         * The OpenAPI document, in YAML.
         *
         * @throws IOException if it can't be had now; its message says why
         */
        String read() throws IOException;
    }
}
