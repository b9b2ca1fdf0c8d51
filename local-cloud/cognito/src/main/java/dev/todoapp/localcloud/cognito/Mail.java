package dev.todoapp.localcloud.cognito;

import java.time.Instant;

/**
 * A mail that Cognito would have sent.
 *
 * @param to the address
 * @param subject as the template words it
 * @param text as the template words it, with the code in it
 * @param code the code alone
 * @param sentAt when
 */
public record Mail(String to, String subject, String text, String code, Instant sentAt) {}
