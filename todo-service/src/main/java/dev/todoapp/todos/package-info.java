/** The to-do service. */
@NullMarked
package dev.todoapp.todos;

import org.jspecify.annotations.NullMarked;
