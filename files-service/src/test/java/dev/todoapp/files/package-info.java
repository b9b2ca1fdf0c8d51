@NullMarked
package dev.todoapp.files;

import org.jspecify.annotations.NullMarked;
