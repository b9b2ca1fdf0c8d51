/** Starts everything, and looks after it. */
@NullMarked
package dev.todoapp.localcloud.launcher;

import org.jspecify.annotations.NullMarked;
