@NullMarked
package dev.todoapp.bench;

import org.jspecify.annotations.NullMarked;
