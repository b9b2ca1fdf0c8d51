/** Keeps the to-dos in a DynamoDB table. The README describes its items. */
@NullMarked
package dev.todoapp.todos.dynamodb;

import org.jspecify.annotations.NullMarked;
