/** Files of a to-do: what they are, where they are kept as a collection, and the API over it. Knows nothing of S3. */
@NullMarked
package dev.todoapp.files.file;

import org.jspecify.annotations.NullMarked;
