/** What the services' tests share. */
@NullMarked
package dev.todoapp.platform.testing;

import org.jspecify.annotations.NullMarked;
