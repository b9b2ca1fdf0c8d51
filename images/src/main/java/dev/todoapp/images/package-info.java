/** How images are made, and what they must be. */
@NullMarked
package dev.todoapp.images;

import org.jspecify.annotations.NullMarked;
