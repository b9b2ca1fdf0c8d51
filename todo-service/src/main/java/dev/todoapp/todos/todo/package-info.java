/** To-dos: what they are, how they change, where they are kept, and how they are asked for over HTTP. */
@NullMarked
package dev.todoapp.todos.todo;

import org.jspecify.annotations.NullMarked;
