package dev.todoapp.localcloud.cognito;

import java.time.Instant;

/**
 * Somebody with an account.
 *
 * @param sub who it is, for ever; the username in tokens too
 * @param username what one signs in with, folded
 * @param email as it was written at sign-up; verified exactly when the account is confirmed
 * @param password its hash
 */
record User(String sub, String username, String email, String password, boolean confirmed, Instant createdAt) {}
