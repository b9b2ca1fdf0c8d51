@NullMarked
package dev.todoapp.files.file;

import org.jspecify.annotations.NullMarked;
