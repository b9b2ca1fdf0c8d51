/** Measures what a request costs. Against loopback only. */
@NullMarked
package dev.todoapp.bench;

import org.jspecify.annotations.NullMarked;
