/** Cognito's part on a laptop. */
@NullMarked
package dev.todoapp.localcloud.cognito;

import org.jspecify.annotations.NullMarked;
