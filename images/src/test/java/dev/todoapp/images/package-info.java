/** What the images must be. */
@NullMarked
package dev.todoapp.images;

import org.jspecify.annotations.NullMarked;
