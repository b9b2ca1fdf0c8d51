/** What both services share: tokens, problems, AWS clients, health, logs. No domain. */
@NullMarked
package dev.todoapp.platform;

import org.jspecify.annotations.NullMarked;
