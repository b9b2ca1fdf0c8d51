package dev.todoapp.platform;

import java.util.Objects;

/**
 * Whose data a request is about: the {@code sub} of a verified access token, and nothing else. A controller method takes
 * it as a parameter.
 *
 * @param value the subject, a UUID in Cognito
 */
public record Owner(String value) {

    public Owner {
        Objects.requireNonNull(value, "value");
        if (value.isBlank()) {
            throw new IllegalArgumentException("an owner is never blank");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
