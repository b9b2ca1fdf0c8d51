@NullMarked
package dev.todoapp.files.sqs;

import org.jspecify.annotations.NullMarked;
