/** Files kept in an S3 bucket: every file one object, everything that is known of it in the object's key. */
@NullMarked
package dev.todoapp.files.s3;

import org.jspecify.annotations.NullMarked;
