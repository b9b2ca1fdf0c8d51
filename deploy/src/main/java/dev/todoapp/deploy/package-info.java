/** The commands of {@code ./dev} that talk to AWS: deploy, release, config, scale, rollback, status, logs, destroy. */
@NullMarked
package dev.todoapp.deploy;

import org.jspecify.annotations.NullMarked;
