@NullMarked
package dev.todoapp.files.s3;

import org.jspecify.annotations.NullMarked;
