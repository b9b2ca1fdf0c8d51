package dev.todoapp.localcloud.frontdoor;

/**
 * How one health check went.
 *
 * @param reason the status that came back, or why none did
 */
record HealthResult(boolean passed, String reason) {}
