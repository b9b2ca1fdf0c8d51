@NullMarked
package dev.todoapp.deploy;

import org.jspecify.annotations.NullMarked;
